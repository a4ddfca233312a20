"""Reading a file into a draft: the one path of the command line and of the office."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from biennium.documents.read import ReadDocument, read_document
from biennium.intake.draft import Draft
from biennium.intake.grammar import Grammar, read_programme


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
            f"{sum(result.level == level.code for result in programme.results)} {level.plural.get('en') or level.code}"
            for level in programme.levels
        ]
        return [
            f"{self.path.name}: {self.draft.language}, programme {programme.code}: {', '.join(counts)}",
            f"{len(self.draft.repairs)} repairs, {len(self.draft.unrecognised)} passages not recognised",
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
    """Reads a governing-body paper. Raises `InvalidInput`, in one line, for a file that is none."""
    source = read_document(path)
    words = Grammar.load(grammar) if grammar else Grammar.default()
    return Reading(path, source, read_programme(source.blocks, grammar=words, language=language))
