"""Arithmetic § 5: from preliminary to proposed, exactly three things change."""

from __future__ import annotations

from biennium.kernel.compare import Change, Node, Number, Texts, compare
from biennium.kernel.money import Money


def outcome(code: str, title: str, price: str) -> Node:
    fields = {"title": Texts({"en": title}), "price": Number.money(Money.parse(price, "USD"))}
    return Node(f"outcome-{code}", "outcome", None, int(code), f"Outcome {code}", fields)


def output(code: str, parent: str, title: str) -> Node:
    fields = {"title": Texts({"en": title})}
    return Node(f"output-{code}", "output", f"outcome-{parent}", int(code[-1]), f"Output {code}", fields)


def indicator(code: str, target: str) -> Node:
    fields = {"target": Number.parse(target, unit="Member States")}
    return Node(f"indicator-{code}", "indicator", f"output-{code[:3]}", 1, f"Indicator {code}", fields)


def preliminary() -> list[Node]:
    return [
        outcome("4", "Sustainable enterprises", "51200000.00"),
        output("4.1", "4", "An enabling environment"),
        output("4.2", "4", "Productivity"),
        output("4.3", "4", "Formalization of enterprises"),
        indicator("4.1.1", "20"),
        outcome("7", "Universal social protection", "44900000.00"),
        output("7.1", "7", "Social protection strategies"),
    ]


def proposed() -> list[Node]:
    return [
        outcome("4", "Sustainable enterprises", "51200000.00"),
        output("4.1", "4", "An enabling environment"),
        output("4.3", "4", "Formalization of enterprises"),
        indicator("4.1.1", "24"),
        outcome("7", "Universal social protection", "46150000.50"),
        output("7.1", "7", "Social protection strategies"),
        output("4.2", "7", "Productivity"),
    ]


def told(change: Change) -> tuple[str, str, str, str]:
    return change.label, change.change, str(change.before), str(change.after)


def test_the_comparison_lists_exactly_these_three() -> None:
    assert [told(change) for change in compare(preliminary(), proposed())] == [
        ("Indicator 4.1.1", "retargeted", "20", "24"),
        ("Outcome 7", "repriced", "44900000.00", "46150000.50"),
        ("Output 4.2", "moved", "outcome-4", "outcome-7"),
    ]


def test_target_and_price_say_by_how_much() -> None:
    differences = [change.by for change in compare(preliminary(), proposed()) if change.by]
    assert [(str(by), by.unit) for by in differences] == [("4", "Member States"), ("1250000.50", "USD")]


def test_going_back_lists_the_same_three_the_other_way_round() -> None:
    forth = {
        (change.change, change.label, str(change.before), str(change.after))
        for change in compare(preliminary(), proposed())
    }
    back = {
        (change.change, change.label, str(change.after), str(change.before))
        for change in compare(proposed(), preliminary())
    }
    assert forth == back
