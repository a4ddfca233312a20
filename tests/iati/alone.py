"""The code lists and the ruleset by themselves, each on a way down of its own."""

from __future__ import annotations

from biennium.publishing.iati import codelists, ruleset
from biennium.publishing.iati.descent import Descent
from biennium.publishing.iati.findings import Finding
from biennium.publishing.iati.setting import Setting
from iati.documents import Element


class Codelists:
    """The rules on code lists for one kind of file."""

    def __init__(self, kind: str, *, strict: bool = False) -> None:
        self._descent = Descent()
        self._codelists = codelists.Codelists(kind, self._descent, strict=strict)

    def check(self, unit: Element) -> list[Finding]:
        """What they find in one activity or organisation."""
        return [*self._descent.see(unit).findings, *self._codelists.languages(unit)]


class Ruleset:
    """The standard ruleset for one kind of file."""

    def __init__(self, kind: str, setting: Setting) -> None:
        self._descent = Descent()
        self._ruleset = ruleset.Ruleset(kind, setting, self._descent)
        self.cases = self._ruleset.cases

    def check(self, unit: Element) -> list[Finding]:
        """What it finds in one activity or organisation."""
        return list(self._ruleset.check(unit, self._descent.see(unit).suspects))
