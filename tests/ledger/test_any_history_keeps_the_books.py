"""Whatever is decided and whatever happens, in any order: the books and a model of them agree on what is refused and on
what stands where, and the invariants of the design (arithmetic, § 3) hold after every step."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from biennium.foundation.actors import OPERATOR
from biennium.funding.models import Fund
from biennium.kernel.errors import InvalidInput
from biennium.kernel.money import Money
from biennium.ledger.books.desk import Commitments
from biennium.ledger.books.orders import Expense
from biennium.ledger.models import ControlAccount, Line
from biennium.ledger.selectors.proof import prove
from biennium.ledger.services import decisions, facts
from biennium.ledger.services.authority import release_authority
from biennium.ledger.services.posting import single
from biennium.ledger.services.recovery import recover_support_cost
from biennium.ledger.services.year_end import close_year
from ledger.histories import (
    COST,
    INCOME,
    KENYA,
    LAW,
    OFFICE,
    PROJECT,
    RATE,
    SIGNED,
    SPENDING,
    VOTED,
    WORTH,
    YEARS,
    Telling,
    named,
)
from ledger.model import Open, Posted, Refused

amounts = st.integers(1, 3_000)
years = st.sampled_from(YEARS)
lines = st.sampled_from(SPENDING)
currencies = st.sampled_from(["USD", "USD", "CHF"])
choices = st.integers(0, 10_000)
late = st.booleans()


class Books(Telling):
    """Whatever can be decided, and whatever can happen."""

    # Authority and decisions

    @rule(amount=amounts, year=years)
    def appropriate(self, amount: int, year: int) -> None:
        line = named(VOTED, year)
        if line not in self.model.closed:
            order = {"kind": "appropriation", "amount": amount, "line": self.lines[line]}
            self.moved(
                "appropriation",
                (line, "source"),
                (line, "approved"),
                amount,
                lambda: single(self.world.enter(**order)),
            )

    @rule(amount=st.integers(1, WORTH // 2), year=years)
    def release_authority(self, amount: int, year: int) -> None:
        line = named(SIGNED, year)

        def work(posted: Posted) -> None:
            if self.released + amount > WORTH:
                raise Refused("the agreement")
            self.model.move(posted, (line, "source"), (line, "approved"), amount)

        money = Money(amount, "USD")
        release: Any = lambda: release_authority(  # noqa: E731 - said once
            actor=OPERATOR, agreement=self.agreement, line=self.lines[line], amount=money
        )
        if self.both("authority", [line], work, release):
            self.released += amount

    @rule(amount=amounts, line=lines, year=years)
    def allot(self, amount: int, line: str, year: int) -> None:
        source, target = named(SIGNED if line == PROJECT else VOTED, year), named(line, year)
        decided = {"source": self.lines[source], "target": self.lines[target], "amount": Money(amount, "USD")}
        service = lambda: decisions.allot(**decided, **self.say(year))  # noqa: E731 - said once
        self.moved("allotment", (source, "approved"), (target, "allotted"), amount, service)

    @rule(amount=amounts, line=lines, year=years)
    def withdraw(self, amount: int, line: str, year: int) -> None:
        source, target = named(line, year), named(SIGNED if line == PROJECT else VOTED, year)
        decided = {"line": self.lines[source], "back_to": self.lines[target], "amount": Money(amount, "USD")}
        service = lambda: decisions.withdraw(**decided, **self.say(year))  # noqa: E731 - said once
        self.moved("withdrawal", (source, "allotted"), (target, "approved"), amount, service)

    @rule(amount=amounts, pair=st.permutations([LAW, KENYA, OFFICE]), year=years)
    def transfer(self, amount: int, pair: list[str], year: int) -> None:
        source, target = named(pair[0], year), named(pair[1], year)
        decided = {"source": self.lines[source], "target": self.lines[target], "amount": Money(amount, "USD")}
        service = lambda: decisions.transfer(**decided, **self.say(year))  # noqa: E731 - said once
        self.moved("transfer", (source, "allotted"), (target, "allotted"), amount, service)

    @rule(amount=amounts, line=lines, year=years)
    def cover(self, amount: int, line: str, year: int) -> None:
        on = named(line, year)
        decided = {"line": self.lines[on], "amount": Money(amount, "USD")}
        service = lambda: decisions.cover(**decided, **self.say(year))  # noqa: E731 - said once
        self.moved("cover", (on, "allotted"), (on, "uncovered"), amount, service)

    @rule(amount=amounts, line=lines, year=years, currency=currencies, late=late)
    def commit(self, amount: int, line: str, year: int, currency: str, late: bool) -> None:
        on, money, say = named(line, year), Money(amount, currency), self.say(year, late)
        value = self.value(line, money, say["day"])
        key = f"commitment {len(self.names)}"

        def work(posted: Posted) -> None:
            self.model.commitments[key] = Open(on, currency)
            self.model.move(posted, (on, "allotted"), (on, "committed"), value)
            self.model.touch(posted, key, amount, value)

        self.both("commitment", [on], work, lambda: decisions.commit(line=self.lines[on], amount=money, **say))

    def chosen_commitment(self, choice: int) -> str:
        return sorted(self.model.commitments)[choice % len(self.model.commitments)]

    @precondition(lambda self: self.model.commitments)
    @rule(amount=amounts, choice=choices, whole=st.booleans(), late=late)
    def release(self, amount: int, choice: int, whole: bool, late: bool) -> None:
        key = self.chosen_commitment(choice)
        of = self.model.commitments[key]
        money = of.money if whole and of.money else amount
        say = self.say(2025, late)

        def work(posted: Posted) -> None:
            if money > of.money:
                raise Refused("more than is open")
            value = of.value if money == of.money else (2 * of.value * money + of.money) // (2 * of.money)
            self.model.move(posted, (of.line, "committed"), (of.line, "allotted"), value)
            self.model.touch(posted, key, -money, -value)

        asked = Money(money, of.currency)
        self.both("release", [of.line], work, lambda: decisions.release(commitment=self.rows[key], amount=asked, **say))

    # Facts

    @rule(amount=amounts, line=lines, year=years, currency=currencies, late=late)
    def spend(self, amount: int, line: str, year: int, currency: str, late: bool) -> None:
        on, money, day = named(line, year), Money(amount, currency), self.say(year, late)["day"]
        value = self.value(line, money, day)
        expense = Expense(line=self.lines[on], money=money, date=day)
        service = lambda: facts.spend(actor=OPERATOR, expense=expense)  # noqa: E731 - said once
        self.both("expense", [on], lambda posted: self.model.draw(posted, on, on, value), service)

    @precondition(lambda self: self.model.commitments)
    @rule(amount=amounts, line=lines, choice=choices, year=years, currency=currencies, late=late)
    def pay_what_was_committed(self, amount: int, line: str, choice: int, year: int, currency: str, late: bool) -> None:
        key = self.chosen_commitment(choice)
        of = self.model.commitments[key]
        on, money, day = named(line, year), Money(amount, currency), self.say(year, late)["day"]
        value = self.value(line, money, day)

        def work(posted: Posted) -> None:
            if of.currency != currency or of.line[:2] != on[:2]:
                raise Refused("another currency, or another fund")
            if of.money or of.value:
                self.model.clear(posted, on, key, amount, value)
            else:
                self.model.draw(posted, on, on, value)

        expense = Expense(line=self.lines[on], money=money, date=day, follows=self.rows[key].pk)
        self.both("expense", [on], work, lambda: facts.spend(actor=OPERATOR, expense=expense))

    @rule(amount=amounts, line=lines, year=years, currency=currencies, late=late)
    def refund(self, amount: int, line: str, year: int, currency: str, late: bool) -> None:
        on, money, say = named(line, year), Money(amount, currency), self.say(year, late)
        value = self.value(line, money, say["day"])
        goal = "source" if on in self.model.closed else "allotted"

        def work(posted: Posted) -> None:
            self.model.move(posted, (on, "spent"), (on, goal), value)
            self.model.require_spent(posted)

        self.both("refund", [], work, lambda: facts.refund(line=self.lines[on], amount=money, **say))

    @rule(amount=amounts, line=lines, year=years)
    def accrue(self, amount: int, line: str, year: int) -> None:
        on = named(line, year)
        decided = {"line": self.lines[on], "amount": Money(amount, "USD")}
        service = lambda: facts.accrue(**decided, **self.say(year))  # noqa: E731 - said once
        self.moved("accrual", (on, "source"), (on, "accrued"), amount, service)

    def chosen(self, choice: int) -> str:
        return sorted(self.rows)[choice % len(self.rows)]

    @precondition(lambda self: self.rows)
    @rule(choice=choices)
    def reverse(self, choice: int) -> None:
        name = self.chosen(choice)
        touched = {place[0] for source, goal, _ in self.model.posted[name].moves for place in (source, goal)}
        done = self.both(
            "reversal",
            touched,
            lambda posted: self.model.reverse(posted, name),
            lambda: facts.reverse(posting=self.rows[name], **self.say(2025)),
        )
        if done and self.model.posted[name].kind == "authority":
            self.released -= self.model.posted[name].moves[0][2]

    @precondition(lambda self: any(one.kind in ("commitment", "expense") for one in self.model.posted.values()))
    @rule(choice=choices, change=st.integers(-500, 500).filter(bool))
    def revalue(self, choice: int, change: int) -> None:
        names = sorted(name for name, one in self.model.posted.items() if one.kind in ("commitment", "expense"))
        name = names[choice % len(names)]
        before = self.model.posted[name]
        on = self.rows[name].moves.order_by("number")[0].to_line.key
        line = next(one for one, dimensions in self.lines.items() if dimensions.key == on)

        def work(posted: Posted) -> None:
            stages = ("allotted", "committed") if before.kind == "commitment" else ("allotted", "spent")
            if before.kind == "expense" and change > 0:
                self.model.draw(posted, line, line, change)
            else:
                source, goal = stages if change > 0 else stages[::-1]
                self.model.move(posted, (line, source), (line, goal), abs(change))
            if before.kind == "commitment":
                self.model.touch(posted, name, 0, change)
            self.model.require_spent(posted)

        service = lambda: facts.revalue(  # noqa: E731 - said once
            posting=self.rows[name], change=(change, change), **self.say(2025)
        )
        self.both("revaluation", [line], work, service)

    @rule(year=years)
    def recover_support_cost(self, year: int) -> None:
        on, cost, income = (named(name, year) for name in (PROJECT, COST, INCOME))
        spent = {one: self.model.balances[named(PROJECT, one), "spent"] for one in YEARS}
        recovered = sum(self.model.balances[named(COST, one), "spent"] for one in YEARS)
        borne = self.model.balances[cost, "spent"]
        due = max((2 * sum(spent.values()) * RATE + 10_000) // 20_000 - recovered, -borne)
        say = self.say(year)
        service = lambda: recover_support_cost(  # noqa: E731 - said once
            agreement=self.agreement, programme=self.world.programme, year=year, **say
        )
        if not due or (spent[year] <= 0 and due > 0):
            assert service() is None
            return

        def work(posted: Posted) -> None:
            if due > 0:
                self.model.draw(posted, cost, cost, due)
                self.model.move(posted, (income, "source"), (income, "approved"), due)
            else:
                self.model.move(posted, (cost, "spent"), (cost, "allotted"), -due)
                self.model.move(posted, (income, "approved"), (income, "source"), -due)

        self.both("recovery", [on], work, lambda: single(service()))

    # The end of a year

    @precondition(lambda self: len(self.names) > 12)
    @rule(fund=st.sampled_from(["RB", "XBDC"]), year=st.sampled_from([2024, 2024, 2025]))
    def close_year(self, fund: str, year: int) -> None:
        mine = [name for name in self.lines if name.startswith(fund)]
        of_year = [name for name in mine if name.endswith(str(year))]
        refused = of_year[0] in self.model.closed or (year == 2025 and mine[0] not in self.model.closed)
        refused |= year == 2025 and any(self.model.balances[name, "committed"] for name in of_year)
        closing = {"fund": Fund.objects.get(code=fund), "programme": self.world.programme, "year": year}
        if refused:
            with pytest.raises(InvalidInput), transaction.atomic():
                close_year(actor=OPERATOR, **closing)
            return
        close_year(actor=OPERATOR, **closing)
        self.model.end_year(of_year, {name: f"{name[:-4]}2025" for name in of_year} if year == 2024 else {})
        self.compare_accounts()
        self.model.balances = defaultdict(int, self.standing())

    # What holds after every step

    @invariant()
    def what_stands_where_is_what_the_model_says(self) -> None:
        expected = {place: amount for place, amount in self.model.balances.items() if amount}
        assert {place: amount for place, amount in self.standing().items() if amount} == expected

    @invariant()
    def what_is_open_of_commitments_is_what_is_committed(self) -> None:
        keys = {name: self.rows[name].pk for name in self.model.commitments if name in self.rows}
        still = Commitments(list(keys.values()))
        for name, pk in keys.items():
            of = self.model.commitments[name]
            found = max(still.of(pk), key=lambda one: (one.open.control, one.open.transaction))
            assert (found.open.transaction, found.open.control) == (of.money, of.value), name
            if of.value:
                assert found.line == Line.objects.get(key=self.lines[of.line].key).pk

    @invariant()
    def no_account_is_overdrawn(self) -> None:
        for one in ControlAccount.objects.all():
            assert min(one.approved, one.allotted, one.committed) >= 0 >= one.uncovered, one.words

    @invariant()
    def the_books_prove_themselves(self) -> None:
        assert prove().faults == []


@pytest.mark.django_db
def test_any_history_keeps_the_books() -> None:
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=10,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        ),
    )
