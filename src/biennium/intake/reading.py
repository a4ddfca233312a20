"""Reading a file into a draft: the one path of the command line and of the office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from biennium.documents.read import ReadDocument, read_document
from biennium.intake.draft import Draft
from biennium.intake.grammar import Grammar, read_programme
from biennium.kernel.errors import InvalidInput
from biennium.programme.exchange import models as exchange


@dataclass(frozen=True, slots=True)
class Reading:
    """A file and what was read in it."""

    path: Path
    source: ReadDocument
    draft: Draft

    def summary(self) -> list[str]:
        """What was found, in a few lines."""
        programme = self.draft.programme
        counts = [
            (sum(result.level == level.code for result in programme.results), level) for level in programme.levels
        ]
        found = [f"{number} {_name(level, number)}" for number, level in counts]
        repairs = _count(len(self.draft.repairs), "repair")
        passages = _count(len(self.draft.unrecognised), "passage")
        return [
            f"{self.path.name}: {self.draft.language}, programme {programme.code}: {', '.join(found)}",
            f"{repairs}, {passages} not recognised",
        ]

    def notes(self) -> list[str]:
        """Every repair and every passage not recognised, one line each."""
        repairs = [f"{note.where}: {note.message}" for note in self.source.notes]
        repairs += [f"{repair.where}: {repair.message}" for repair in self.draft.repairs]
        missing = [
            f"{one.where}: not recognised: {' '.join(one.text.split())[:100]}" for one in self.draft.unrecognised
        ]
        return repairs + missing


def read_file(path: Path, *, language: str | None = None, grammar: Path | None = None) -> Reading:
    """Reads a governing-body paper by the words of `grammar`, else by those of the installation.

    Raises `InvalidInput`, in one line, for a file that is no such paper.
    """
    source = read_document(path, limit=settings.UPLOAD_LIMIT)
    own = grammar or settings.INTAKE_GRAMMAR
    words = Grammar.load(Path(own)) if own else Grammar.default()
    try:
        draft = read_programme(source.blocks, grammar=words, language=language)
    except InvalidInput as refusal:
        raise InvalidInput(refusal.message, where=path.name, remedy=refusal.remedy) from refusal.__cause__
    return Reading(path, source, draft)


def _name(level: exchange.Level, number: int) -> str:
    """A level by its name, in English where it has one."""
    names = level.name if number == 1 else level.plural or level.name
    return names.get("en") or next(iter(names.values()), level.code)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
