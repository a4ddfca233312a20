"""Which lines of a page make one paragraph.

Invariant: the lines of a page are parted, never reordered. The chief test of a paragraph's end is the one a typesetter
makes: the next word would still have fitted on the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from biennium.documents.read.markers import DASHES, NUMBER, closes_bracket, split_footnote, split_marker
from biennium.documents.read.pdf.columns import ENTRY_END, has_columns
from biennium.documents.read.pdf.lines import Line, gaps

ENDS = (".", ":", ";", "!", "?")
_NEW_PARAGRAPH = 1.12
_INDENT = 4.0
_OTHER_SIZE = 0.6
_SPACE = 0.25
_FILLED = 0.08
_FEWEST_FILLED = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """How a document is set: the size of its text, the distance of base lines (in sizes), the right edge (points)."""

    body: float
    leading: float
    right: float

    @classmethod
    def of(cls, lines: list[Line]) -> Setting:
        """The setting most of the text has."""
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        body = sizes.most_common(1)[0][0]
        distances = Counter(
            round((below.baseline - above.baseline) / body, 1)
            for above, below in gaps(lines)
            if above.size == below.size == body and below.baseline > above.baseline
        )
        leading = distances.most_common(1)[0][0] if distances else 1.3
        return cls(body, leading, max(line.x1 for line in lines))


def paragraphs_of(lines: list[Line], setting: Setting) -> Iterator[list[Line]]:
    """The paragraphs of one page."""
    for run in _runs(lines, setting):
        edge = _edge(run, setting)
        group: list[Line] = []
        for line in run:
            if group and _begins(line, group, setting, edge):
                yield group
                group = []
            group.append(line)
        yield group


def _runs(lines: list[Line], setting: Setting) -> Iterator[list[Line]]:
    """Lines that follow each other without a gap."""
    run: list[Line] = []
    for line in lines:
        if run and not _is_near(run[-1], line, setting):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_near(above: Line, line: Line, setting: Setting) -> bool:
    return line.baseline - above.baseline <= setting.leading * line.size * _NEW_PARAGRAPH


def _edge(run: list[Line], setting: Setting) -> float:
    """Where the lines of a run end on the right: at their own edge if most of them do (a box), else the page's."""
    own = max(line.x1 for line in run)
    width = own - min(line.x0 for line in run)
    filled = sum(own - line.x1 < _FILLED * width for line in run)
    return own if filled >= _FEWEST_FILLED and 2 * filled >= len(run) else setting.right


def _begins(line: Line, group: list[Line], setting: Setting, edge: float) -> bool:
    """Whether a line begins a paragraph of its own."""
    above = group[-1]
    if line.column is None and abs(line.size - group[0].size) < _OTHER_SIZE and has_columns(group):
        return False
    if abs(line.size - above.size) > _OTHER_SIZE or line.bold != above.bold:
        return abs(line.size - above.size) > _OTHER_SIZE or line.bold or above.bold
    if ENTRY_END.search(above.text) or split_footnote(line.text)[0] or _is_bullet(line, group, edge):
        return True
    if NUMBER.match(line.text) and line.x0 <= group[0].x0 + 1:
        return True
    return _ends(above, line, edge) or _is_set_apart(line, group)


def _ends(above: Line, line: Line, edge: float) -> bool:
    """Whether the line above was left unfilled: the first word of this one would have fitted there."""
    fits = above.x1 + _SPACE * above.size + line.first_width < edge
    is_amid_sentence = line.text[:1].islower() and not above.text.endswith(ENDS)
    return fits and not is_amid_sentence


def _is_set_apart(line: Line, group: list[Line]) -> bool:
    """Whether a line stands farther left or right than the paragraph; its first line may do so on its own."""
    above = group[-1]
    shift = line.x0 - above.x0
    if len(group) == 1:
        return shift < -_INDENT and above.text.endswith(ENDS)
    return abs(shift) > _INDENT


def _is_bullet(line: Line, group: list[Line], edge: float) -> bool:
    """Whether a line begins with the sign of a list; `i)` or a dash in a running sentence is none."""
    above, marker = group[-1], split_marker(line.text)[0]
    if line.drawn is not None or not marker:
        return line.drawn is not None
    if marker.endswith(")"):
        return above.text.endswith(ENDS) and not closes_bracket(marker, " ".join(one.text for one in group))
    if marker not in DASHES or above.text.endswith(ENDS) or split_marker(group[0].text)[0] == marker:
        return True
    return abs(line.x0 - above.x0) > _INDENT or _ends(above, line, edge)
