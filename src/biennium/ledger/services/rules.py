"""The rules of a decision besides what is left: roles, closed years, earmarks, the transfer rule of the fund."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.funding.models import Agreement, Fund, Project
from biennium.funding.selectors.earmarks import leaving, misfit, with_earmarks
from biennium.funding.services.common import require_live
from biennium.kernel.errors import InvalidInput
from biennium.ledger.books.desk import Commitments
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.models import ClosedYear, Line, Posting
from biennium.ledger.models.lines import DIMENSIONS
from biennium.programme.models import Result

NAMED = ("agreement", "project", "budget_item", "result", "work_item", "unit", "place", "cost_category")


def subject(dimensions: Dimensions) -> Line:
    """The dimensions as a line that need not exist yet: what verdicts are asked of and messages name."""
    named: dict[str, Any] = {f"{name}_id": getattr(dimensions, name) for name in DIMENSIONS}
    return Line(programme_id=dimensions.programme, year=dimensions.year or 0, **named)


def require_role(actor: Actor, action: str, lines: Iterable[Dimensions]) -> None:
    """Asks once for each unit concerned. Raises `NotPermitted`."""
    for line in {one.unit: one for one in lines}.values():
        require(actor, action, subject(line))


def require_open_years(lines: Iterable[Dimensions]) -> None:
    """Raises `InvalidInput` when a line is of a year its fund has closed."""
    wanted = {(one.fund, one.year) for one in lines}
    for closed in closed_years({fund for fund, _year in wanted}):
        if (closed.fund_id, closed.year) in wanted:
            raise InvalidInput(
                _("%(year)s of %(fund)s is closed.") % {"year": closed.year, "fund": closed.fund.code},
                remedy=_("Use a line of an open year."),
            )


def closed_years(funds: Iterable[int]) -> QuerySet[ClosedYear]:
    """The closed years of the funds."""
    return ClosedYear.objects.filter(fund__in=list(funds)).select_related("fund")


def require_in_use(lines: Iterable[Dimensions]) -> None:
    """Raises `InvalidInput` when a line is of a retired fund or project, or of a closed agreement."""
    wanted = list(lines)
    funds, projects = {one.fund for one in wanted}, {one.project for one in wanted if one.project is not None}
    retired = Fund.objects.filter(pk__in=funds, retired_at__isnull=False).first() or (
        Project.objects.filter(pk__in=projects, retired_at__isnull=False).first() if projects else None
    )
    if retired is not None:
        require_live(retired)
    agreements = {one.agreement for one in wanted if one.agreement is not None}
    closed = Agreement.objects.filter(pk__in=agreements, status=Agreement.Status.CLOSED).first() if agreements else None
    if closed is not None:
        raise InvalidInput(
            _("%(agreement)s is closed.") % {"agreement": closed.code},
            remedy=_("Use money of an agreement that is active."),
        )


def require_earmarks(lines: Iterable[Dimensions]) -> None:
    """Raises `InvalidInput`, naming agreement and earmark, when earmarked money would go elsewhere."""
    asked = {(one.agreement, one.result, one.place, one.cost_category): one for one in lines if one.agreement}
    agreements = with_earmarks({one.agreement for one in asked.values() if one.agreement})
    for line in asked.values():
        agreement = agreements[line.agreement or 0]
        rule = misfit(agreement, result=line.result, place=line.place, cost_category=line.cost_category)
        if rule:
            raise InvalidInput(
                rule, where=subject(line).words, remedy=_("Choose a line within it, or money without this earmark.")
            )


def require_own_agreement(source: Dimensions, targets: Iterable[Dimensions]) -> None:
    """Raises `InvalidInput`, naming agreement and earmark, when earmarked money would leave its agreement: on the lines
    of another, or of none, nobody would ask for its earmark any more."""
    if source.agreement is None or all(one.agreement == source.agreement for one in targets):
        return
    if rule := leaving(with_earmarks([source.agreement])[source.agreement]):
        raise InvalidInput(rule, where=subject(source).words, remedy=_("Choose a line of the same agreement."))


def require_commitment_holds(posting: Posting) -> None:
    """Raises `InvalidInput` when, after a posting, less than nothing would be open of the commitment it goes back to:
    it would take what another commitment has bound."""
    while posting.follows is not None:
        posting = posting.follows
    if posting.kind == "commitment" and Commitments([posting.pk]).overdrawn:
        raise InvalidInput(
            _("More would be taken off the commitment than is still open of it."),
            where=str(posting),
            remedy=_("Reverse what cleared or released it first."),
        )


def require_transfer_rule(fund: Fund, source: Dimensions, target: Dimensions) -> None:
    """Raises `InvalidInput` when the fund does not let money go from one line to the other."""
    rule = Fund.Transfer(fund.transfer)
    kept = {
        Fund.Transfer.FREE: True,
        Fund.Transfer.SAME_RESULT: source.result == target.result,
        Fund.Transfer.SAME_UNIT: source.unit == target.unit,
        Fund.Transfer.NONE: False,
    }
    if not kept[rule]:
        words = {
            Fund.Transfer.SAME_RESULT: _("Money of %(fund)s is transferred within one result only."),
            Fund.Transfer.SAME_UNIT: _("Money of %(fund)s is transferred within one unit only."),
            Fund.Transfer.NONE: _("Money of %(fund)s is not transferred."),
        }[rule]
        raise InvalidInput(
            words % {"fund": fund.code}, remedy=_("Withdraw it and allot it anew, if the rules of the fund allow that.")
        )


def require_within(pairs: Iterable[tuple[Dimensions, Dimensions]]) -> None:
    """Raises `InvalidInput` unless the second line of each pair is the first one, or says more than it. Where authority
    is for the whole period, the years may differ."""
    pairs = list(pairs)
    by_year = dict(
        Fund.objects.filter(pk__in={one.fund for one, _specific in pairs}).values_list("pk", "control_by_year")
    )
    tree = _Tree()
    for general, specific in pairs:
        for name in ("programme", "fund", *NAMED, *(("year",) if by_year[general.fund] else ())):
            asked, given = getattr(general, name), getattr(specific, name)
            if asked is None or asked == given or (name == "result" and tree.stands_below(given, asked)):
                continue
            raise InvalidInput(
                _("Money is allotted from a line to a more specific one: %(general)s does not hold %(specific)s.")
                % {"general": subject(general).words, "specific": subject(specific).words},
                remedy=_("Choose another line to allot from, or transfer the money."),
            )


class _Tree:
    """Which result stands below which; each is asked for once."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = {}

    def stands_below(self, key: int | None, other: int) -> bool:
        while key is not None and key != other:
            if key not in self._parents:
                self._parents[key] = Result.objects.values_list("parent_id", flat=True).get(pk=key)
            key = self._parents[key]
        return key is not None
