"""Filling a table so that all its margins hold, in whole numbers.

Published figures often give the sums of a table (by place, by function, by goal) and not its cells. `fit` makes the
cells: as like the given weights as the sums allow, and exact.

Invariants: every margin of the result is the given total, to the unit; a cell without weight stays empty; the result
depends on the values alone, not on their order, the machine or its floats (there are none).

Method, for two margins: iterative proportional fitting (rows and columns are scaled in turn) in integers of 2⁻³² of a
unit; then controlled rounding: each cell goes down to the whole unit, the units left over go to the largest remainders
where both the row and the column still lack one, and what cannot be placed so travels along alternating paths (raise
a cell, lower another of its column, raise one of that row …). Rows and columns make a transportation problem, so whole
numbers exist whenever fractions do: first a cell that is whole stays as it is and any other is kept within a unit of
its fitted value, then, where scaling has not converged, the paths are free. For more margins the table is nested: the
cells of the first two margins become the rows of a table whose columns are the third margin, and so on, so each margin
in turn holds exactly and none before it is touched.

Nothing is spread: where a total has no weight to go to, that is an error, not an even distribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from biennium.kernel.errors import InvalidInput
from biennium.kernel.shares import apportion
from biennium.kernel.wording import phrase

Cell = tuple[str, ...]
Margin = Mapping[str, int]
K = TypeVar("K")

_SHIFT = 32
_NEARLY_WHOLE = 1 << 12
_CLOSE = 1 << (_SHIFT - 2)
_ROUNDS = 200


def fit(weights: Mapping[Cell, int], margins: Sequence[Margin]) -> dict[Cell, int]:
    """The cells that are not empty, in the order of their keys. A cell has one key of each margin, in their order.

    Raises `InvalidInput` for fewer than two margins, numbers that are not natural, margins of different totals, a cell
    of unknown keys, a total without weight, and where no table has these margins with weights in these places only.
    """
    _require_sound(weights, margins)
    cells: dict[Cell, int] = {(key,): total for key, total in sorted(margins[0].items())}
    for depth in range(2, len(margins) + 1):
        cells = _nested(cells, _summed(weights, depth), margins[depth - 1])
    return cells


def spread(total: int, rows: Margin, columns: Margin) -> dict[Cell, int]:
    """`total` over the cells of a table, in proportion to the weight of the row and of the column; rows and columns
    sum to exactly what `apportion` gives each of them (largest remainder, in the order of the keys)."""
    margins = [
        dict(zip(sorted(one), apportion(total, [one[key] for key in sorted(one)]), strict=True))
        for one in (rows, columns)
    ]
    weights: dict[Cell, int] = {(row, column): rows[row] * columns[column] for row in rows for column in columns}
    return fit(weights, margins)


def _require_sound(weights: Mapping[Cell, int], margins: Sequence[Margin]) -> None:
    if len(margins) < 2:
        raise InvalidInput(phrase("A table has two margins or more."))
    for number in (*weights.values(), *(total for margin in margins for total in margin.values())):
        if type(number) is not int or number < 0:
            raise InvalidInput(phrase("%(number)s is neither zero nor a positive whole number.", number=repr(number)))
    totals = [sum(margin.values()) for margin in margins]
    if len(set(totals)) > 1:
        raise InvalidInput(phrase("The margins have different totals: %(totals)s.", totals=", ".join(map(str, totals))))
    for cell in weights:
        if len(cell) != len(margins) or any(key not in margin for key, margin in zip(cell, margins, strict=True)):
            raise InvalidInput(phrase("A cell has no place in the margins."), where=" · ".join(cell))


def _summed(weights: Mapping[Cell, int], depth: int) -> dict[Cell, int]:
    sums: dict[Cell, int] = {}
    for cell, weight in weights.items():
        if weight:
            sums[cell[:depth]] = sums.get(cell[:depth], 0) + weight
    return sums


def _nested(rows: Mapping[Cell, int], weights: Mapping[Cell, int], columns: Margin) -> dict[Cell, int]:
    """The table of which `rows` are the cells so far; a weight belongs to a row and a last key, the column."""
    cells = sorted(cell for cell in weights if rows.get(cell[:-1]) and columns[cell[-1]])
    row_keys = [row for row, total in rows.items() if total]
    column_keys = sorted(key for key, total in columns.items() if total)
    row_of, column_of = _numbered(row_keys), _numbered(column_keys)
    table = _Table(
        [row_of[cell[:-1]] for cell in cells],
        [column_of[cell[-1]] for cell in cells],
        [rows[key] for key in row_keys],
        [columns[key] for key in column_keys],
    )
    _require_weight(table.row_cells, row_keys)
    _require_weight(table.column_cells, [(key,) for key in column_keys])
    table.round(_scaled(table, [weights[cell] for cell in cells]))
    if lacking := table.lacking():
        raise InvalidInput(
            phrase("No table has these margins with weights in these places only."),
            where=" · ".join(row_keys[lacking[0]]),
            remedy=phrase("Give weight to more cells."),
        )
    return {cell: amount for cell, amount in zip(cells, table.amounts, strict=True) if amount}


def _numbered(keys: Sequence[K]) -> dict[K, int]:
    return {key: number for number, key in enumerate(keys)}


def _require_weight(cells: Sequence[Sequence[int]], keys: Sequence[Cell]) -> None:
    for key, members in zip(keys, cells, strict=True):
        if not members:
            raise InvalidInput(
                phrase("There is a total but no weight."), where=" · ".join(key), remedy=phrase("Weigh one cell of it.")
            )


class _Table:
    """Cells by number, each in a row and a column, and what rows and columns still lack."""

    def __init__(self, row_of: list[int], column_of: list[int], rows: list[int], columns: list[int]) -> None:
        self.row_of, self.column_of = row_of, column_of
        self.rows, self.columns = rows, columns
        self.row_cells = _grouped(row_of, len(rows))
        self.column_cells = _grouped(column_of, len(columns))
        self.amounts = [0] * len(row_of)
        self.row_lacks, self.column_lacks = list(rows), list(columns)

    def round(self, scaled: Sequence[int]) -> None:
        """Takes amounts in 2⁻³² of a unit to whole ones that have the margins, as far as there are any."""
        nearly = [value + _NEARLY_WHOLE for value in scaled]
        for cell, value in enumerate(nearly):
            self._add(cell, value >> _SHIFT)
        self._lower_what_is_too_much()
        floors = list(self.amounts)
        remainders = [value & ((1 << _SHIFT) - 1) for value in nearly]
        ceilings = [
            floor + (remainder > 2 * _NEARLY_WHOLE) for floor, remainder in zip(floors, remainders, strict=True)
        ]
        for cell in sorted(range(len(nearly)), key=lambda one: (-remainders[one], one)):
            lacks = self.row_lacks[self.row_of[cell]] and self.column_lacks[self.column_of[cell]]
            if lacks and self.amounts[cell] < ceilings[cell]:
                self._add(cell, 1)
        self._travel(ceilings, floors)
        self._travel([floor + 1 for floor in floors], floors)
        self._travel(None, [0] * len(floors))

    def lacking(self) -> list[int]:
        """The rows that do not have their total."""
        return [row for row, lacks in enumerate(self.row_lacks) if lacks]

    def _add(self, cell: int, amount: int) -> None:
        self.amounts[cell] += amount
        self.row_lacks[self.row_of[cell]] -= amount
        self.column_lacks[self.column_of[cell]] -= amount

    def _lower_what_is_too_much(self) -> None:
        for column, lacks in enumerate(self.column_lacks):
            for cell in sorted(self.column_cells[column], key=lambda one: (-self.amounts[one], one)):
                if lacks >= 0:
                    break
                taken = min(self.amounts[cell], -lacks)
                self._add(cell, -taken)
                lacks += taken

    def _travel(self, most: Sequence[int] | None, least: Sequence[int]) -> None:
        """Fills rows along the shortest alternating paths; cells stay between `least` and `most`."""
        for row in range(len(self.rows)):
            while self.row_lacks[row] > 0 and (path := self._path(row, most, least)):
                room = min(self.row_lacks[row], self.column_lacks[self.column_of[path[-1]]])
                for step, cell in enumerate(path):
                    room = min(room, self._room(cell, most, least, lower=bool(step % 2)))
                for step, cell in enumerate(path):
                    self._add(cell, -room if step % 2 else room)

    def _room(self, cell: int, most: Sequence[int] | None, least: Sequence[int], *, lower: bool) -> int:
        if lower:
            return self.amounts[cell] - least[cell]
        return self.rows[self.row_of[cell]] if most is None else most[cell] - self.amounts[cell]

    def _path(self, start: int, most: Sequence[int] | None, least: Sequence[int]) -> list[int]:
        """Cells to raise, lower, raise … from a row to a column that lacks something; empty where there is none."""
        reached: dict[int, int] = {}
        rows, from_cell = [start], {start: -1}
        for row in rows:
            for cell in self.row_cells[row]:
                column = self.column_of[cell]
                if column in reached or self._room(cell, most, least, lower=False) <= 0:
                    continue
                reached[column] = cell
                if self.column_lacks[column] > 0:
                    return self._traced(cell, reached, from_cell)
                for other in self.column_cells[column]:
                    if self.row_of[other] not in from_cell and self._room(other, most, least, lower=True) > 0:
                        from_cell[self.row_of[other]] = other
                        rows.append(self.row_of[other])
        return []

    def _traced(self, cell: int, reached: Mapping[int, int], from_cell: Mapping[int, int]) -> list[int]:
        path = [cell]
        while (lowered := from_cell[self.row_of[path[-1]]]) >= 0:
            path += [lowered, reached[self.column_of[lowered]]]
        return path[::-1]


def _grouped(group_of: Iterable[int], groups: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(groups)]
    for member, group in enumerate(group_of):
        members[group].append(member)
    return members


def _scaled(table: _Table, weights: Sequence[int]) -> list[int]:
    """The weights brought to the margins, rows last, in 2⁻³² of a unit; columns as nearly as the rounds allow."""
    values = [weight << _SHIFT for weight in weights]
    for _ in range(_ROUNDS):
        _scale(values, table.column_cells, table.columns)
        _scale(values, table.row_cells, table.rows)
        sums = (sum(values[cell] for cell in cells) for cells in table.column_cells)
        if all(abs(have - (want << _SHIFT)) < _CLOSE for have, want in zip(sums, table.columns, strict=True)):
            break
    return values


def _scale(values: list[int], groups: Sequence[Sequence[int]], totals: Sequence[int]) -> None:
    for cells, total in zip(groups, totals, strict=True):
        have = sum(values[cell] for cell in cells)
        for cell in cells:
            values[cell] = values[cell] * (total << _SHIFT) // have if have else 0
