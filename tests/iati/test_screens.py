"""Screens and looks may be true in vain, never false in vain: what the tests find without them, they find with them."""

from __future__ import annotations

import copy
from random import Random

import pytest

from biennium.publishing.iati.setting import Setting
from iati.alone import Ruleset
from iati.documents import NOW, UNITS, full, smallest
from iati.mutations import mutate_tree

FILES = 250


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("kind", UNITS)
def test_screens_and_looks_hide_nothing(kind: str, strict: bool) -> None:
    rng = Random(f"{kind} {strict}")
    rules = Ruleset(kind, Setting(now=NOW, strict=strict))
    seen = 0
    for _ in range(FILES):
        root = copy.deepcopy(rng.choice((smallest(kind), full(kind))))
        mutate_tree(rng, root, rng.randrange(1, 30))
        for unit in root.iterchildren(UNITS[kind]):
            everything = [finding for case in rules.cases for finding in case.check(unit)]
            assert list(rules.check(unit)) == everything
            seen += len(everything)
    assert seen > FILES / 2
