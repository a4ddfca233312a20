"""No file, however damaged, makes the validator fail, hang or swell. `benchmarks/iati_fuzz.py` does this at length."""

from __future__ import annotations

import io
import json
import time
from random import Random

import psutil
import pytest

from biennium.publishing.iati.setting import Setting
from biennium.publishing.iati.validator import Validator
from iati.documents import NOW, UNITS, full, smallest
from iati.mutations import mutant

FILES = 500
SECONDS_A_FILE = 10
MEGABYTES = 300


@pytest.mark.parametrize("seed", range(4))
def test_no_file_makes_it_fail_hang_or_swell(seed: int) -> None:
    rng = Random(seed)
    bases = [make(kind) for kind in UNITS for make in (smallest, full)]
    validator, process = Validator(Setting(now=NOW)), psutil.Process()
    before = process.memory_info().rss
    for _ in range(FILES):
        data = mutant(rng, rng.choice(bases))
        started = time.monotonic()
        with validator.validate(io.BytesIO(data), "mutant.xml") as report:
            assert json.loads("".join(report.json()))["summary"] == report.summary()
        assert time.monotonic() - started < SECONDS_A_FILE
    assert process.memory_info().rss - before < MEGABYTES * 1_000_000
