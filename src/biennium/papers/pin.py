"""Which state of a programme a paper speaks of: a sealed version, or the live draft of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from biennium.papers.words import words
from biennium.programme.models import Version
from biennium.web import formatting


@dataclass(frozen=True, slots=True)
class Pin:
    """The version a paper speaks of; without a number it is the live draft of the day."""

    stage: str = ""
    number: int = 0
    short_hash: str = ""
    sealed_on: date | None = None

    @classmethod
    def live(cls) -> Pin:
        """The draft as it is now."""
        return cls()

    @classmethod
    def of(cls, version: Version) -> Pin:
        """A sealed version."""
        return cls(version.stage, version.number, version.short_hash, version.sealed_at.date())

    def __str__(self) -> str:
        return f"version {self.number} ({self.stage}) {self.short_hash}" if self.number else "the live draft"

    def in_words(self, lang: str) -> str:
        """The line at the foot of each page; call it while `lang` is the active language."""
        said = words(lang)
        if self.sealed_on is None:
            return str(said["live"].format(date=formatting.day(timezone.localdate())))
        stage = said["stages"].get(self.stage, self.stage)
        when = formatting.day(self.sealed_on)
        return str(said["sealed"].format(number=self.number, stage=stage, date=when, hash=self.short_hash))
