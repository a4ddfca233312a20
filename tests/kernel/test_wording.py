"""Sentences of the kernel: as they are written, until somebody hands over a translator."""

from __future__ import annotations

import pytest

from biennium.kernel import wording
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.kernel.wording import phrase, translated_by, word


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_translators", [])


def test_a_sentence_is_completed_with_what_it_is_about() -> None:
    assert phrase("All of it is %(share)s %%.", share=12) == "All of it is 12 %."
    assert phrase("They must sum to 100 %.") == "They must sum to 100 %."
    assert word("signed") == "signed"


def test_a_translator_is_asked_each_time_and_only_the_last_one() -> None:
    translated_by(str.upper)
    translated_by({"“%(text)s” is not an amount.": "%(text)s ?", "signed": "signé"}.get)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"1,0 \?"):
        Money.parse("1,0", "USD")
    assert word("signed") == "signé"
