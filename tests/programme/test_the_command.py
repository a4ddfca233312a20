"""The command line: a programme in, out again the same, and brought to another state."""

from __future__ import annotations

from pathlib import Path

import pytest

from biennium.programme.exchange.canonical import to_text
from biennium.site.command import main
from programme import samples


@pytest.mark.usefixtures("world")
def test_a_programme_goes_in_and_comes_out_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "programme.json", tmp_path / "again.json"
    path.write_text(to_text(samples.programme()), encoding="utf-8")
    assert main(["programme", "import", str(path)]) == 0
    assert main(["programme", "export", "2024-25", "--json", str(out)]) == 0
    path.write_bytes(out.read_bytes())
    capsys.readouterr()
    assert main(["programme", "import", str(path)]) == 2
    refusal = (
        f"biennium: {path}: There is a programme 2024-25 already. Bring it to the state of the file with --merge.\n"
    )
    assert capsys.readouterr().err == refusal
    assert main(["programme", "import", str(path), "--merge"]) == 0
    assert capsys.readouterr().out == "2024-25: nothing differs\n"
    assert main(["programme", "export", "2024-25", "--json", str(out)]) == 0
    assert out.read_bytes() == path.read_bytes()
