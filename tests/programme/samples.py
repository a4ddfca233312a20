"""Documents to test with."""

from __future__ import annotations

from typing import Any

from biennium.programme.exchange import models as exchange


def programme(**changes: Any) -> exchange.Programme:
    """Two outcomes and an enabler, five outputs, six deliverables, two indicators, three texts."""
    data: dict[str, Any] = {
        "code": "2024-25",
        "title": {"en": "Programme for 2024–25", "fr": "Programme pour 2024-25"},
        "start": "2024-01-01",
        "end": "2025-12-31",
        "languages": ["en", "fr"],
        "organisation": {"name": {"en": "The organisation"}, "acronym": {"en": "ORG"}},
        "unit": "ORG",
        "paper": {"symbol": "ORG.1/1", "cover": {"purpose": {"en": "To discuss the programme."}}},
        "levels": [
            {"code": "outcome", "name": {"en": "Outcome", "fr": "Résultat"}, "text_heading": {"en": "Strategy"}},
            {"code": "enabler", "name": {"en": "Enabler", "fr": "Catalyseur"}},
            {"code": "output", "name": {"en": "Output", "fr": "Produit"}, "parents": ["outcome", "enabler"]},
            {"code": "deliverable", "name": {"en": "Deliverable"}, "parents": ["output"], "counted": False},
        ],
        "units": [{"code": "ORG", "name": {"en": "Office"}}, {"code": "LAW", "name": {"en": "Law"}, "parent": "ORG"}],
        "terms": [
            {"scheme": "partner", "code": "UN", "title": {"en": "United Nations"}},
            {"scheme": "action-programme", "code": "equality", "title": {"en": "Equality"}, "result": "1.2"},
        ],
        "results": results(),
        "indicators": indicators(),
        "sections": [
            {"code": "vision", "kind": "vision", "heading": {"en": "Introduction"}, "body": {"en": "Why we act."}},
            {"code": "africa", "kind": "region", "heading": {"en": "Africa"}, "region": "africa"},
            {
                "code": "decision",
                "kind": "decision",
                "heading": {"en": "Draft decision"},
                "addressee": {"en": "The head"},
            },
        ],
        "work_items": [
            {
                "code": "KEN101",
                "kind": "country_outcome",
                "title": {"en": "Kenya ratifies"},
                "place": "KEN",
                "result": "1.1",
            }
        ],
    }
    return exchange.Programme.model_validate({**data, **changes})


def results() -> list[dict[str, Any]]:
    """The results in tree order."""

    def result(code: str, level: str, parent: str | None, title: str, **more: Any) -> dict[str, Any]:
        return {"code": code, "level": level, "parent": parent, "title": {"en": title, "fr": f"{title} (fr)"}, **more}

    law = {
        "lead_unit": "LAW",
        "references": [{"scheme": "instrument", "code": "C155"}, {"scheme": "sdg", "code": "8.8"}],
    }
    return [
        result("1", "outcome", None, "Strong rules", strategy={"en": "Rules need authority.\n\nAnd support."}, **law),
        result("1.1", "output", "1", "Ratification", paragraphs=[3, 4], links=["2"]),
        result("1.1.C1", "deliverable", "1.1", "Advise on ratification", scope="country", paragraphs=[4, 4], item=1),
        result("1.1.C2", "deliverable", "1.1", "Translate the rules", scope="country", paragraphs=[4, 4], item=2),
        result("1.1.G1", "deliverable", "1.1", "Publish a guide", scope="global"),
        result("1.2", "output", "1", "Application"),
        result("2", "outcome", None, "Strong voices"),
        result("2.1", "output", "2", "Employers"),
        result("2.1.C1", "deliverable", "2.1", "Train leaders", scope="country"),
        result("2.2", "output", "2", "Workers", lead_unit="ORG", contributing_units=["LAW"]),
        result("A", "enabler", None, "Better knowledge"),
        result("A.1", "output", "A", "Statistics"),
        result("A.1.O1", "deliverable", "A.1", "Build the database", scope="office"),
    ]


def indicators() -> list[dict[str, Any]]:
    """A country count with regional targets, and a ratio with decimals."""
    year = {"start": "2024-01-01", "end": "2025-12-31"}
    return [
        {
            "code": "1.1.1",
            "result": "1.1",
            "title": {"en": "Number of Member States that ratified"},
            "kind": "country_count",
            "unit": {"en": "Member States"},
            "criteria": [
                {"code": "a", "text": {"en": "Deposited"}},
                {"code": "b", "text": {"en": "Promoted"}, "required": False},
            ],
            "baselines": [{"value": "11", "as_of": "2023"}],
            "targets": [
                {**year, "value": "20"},
                {**year, "value": "12", "region": "africa"},
                {**year, "value": "8", "region": "americas"},
            ],
            "illustrative": True,
        },
        {
            "code": "2.1.1",
            "result": "2.1",
            "title": {"en": "Share of members"},
            "kind": "ratio",
            "decimals": 1,
            "baselines": [{"value": "12.5", "as_of": "2022-06"}],
            "targets": [{**year, "value": "20.0"}],
            "disaggregations": [{"dimension": "sex", "categories": ["female", "male"]}],
        },
    ]
