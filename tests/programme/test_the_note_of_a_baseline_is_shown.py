"""The note of a baseline is written in the office and read wherever the public sees the indicator."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from biennium.foundation.actors import OPERATOR
from biennium.programme.models import Programme
from biennium.programme.services.versions import seal_version
from programme.forms import send

INDICATOR = "/office/p/2024-25/indicators/1.1.1/"


def test_a_note_is_kept_with_its_baseline_and_shown_to_the_public(
    sign_in: Callable[..., Client], programme: Programme
) -> None:
    officer = sign_in()
    regional = {"baselines-1-value": "3", "baselines-1-as_of": "2022", "baselines-1-region": "africa"}
    notes = {"baselines-0-note_en": "Estimated.", "baselines-1-note_en": "Without islands."}
    send(officer, INDICATOR, {**regional, **notes})
    baselines = programme.indicators.get(code="1.1.1").baselines.order_by("as_of")
    assert [one.note for one in baselines] == [{"en": "Without islands."}, {"en": "Estimated."}]
    assert "Estimated." in officer.get(INDICATOR).content.decode()
    seal_version(actor=OPERATOR, programme=programme, stage="preliminary")
    page = " ".join(Client().get("/p/2024-25/results/1.1/").content.decode().split())
    assert "Baseline, 2023: <span" in page
    assert "Estimated." in page
    assert "Baseline, 2022, Africa: <span" in page
