"""The decisions about money as the office offers them: what is asked, which service does it, which lines it touches,
and what to know beforehand.

Invariant: the office adds no rule of its own; what is refused is refused by the service.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation.actors import Actor
from biennium.funding.models import Agreement
from biennium.kernel.books.stages import Stage
from biennium.kernel.errors import NotFound
from biennium.kernel.money import Money
from biennium.ledger.books.dimensions import Dimensions
from biennium.ledger.books.sharing import Sharing
from biennium.ledger.models import Line, Move, Posting
from biennium.ledger.models.lines import DIMENSIONS
from biennium.ledger.services import decisions as services
from biennium.ledger.services import facts
from biennium.ledger.services.authority import releasable, release_authority, released
from biennium.ledger.services.rules import subject
from biennium.office.budget.tables import size
from biennium.office.budget.words import RELEASES, TRANSFERS
from biennium.office.forms.money import BackForm, CommitForm, DecisionForm, ReleaseForm, TargetForm
from biennium.programme.models import Programme

Data = QueryDict | None
Fact = tuple[str, Money]


@dataclass(frozen=True)
class Decision:
    """A decision about a line: its words, its form, the service that does it and the lines it touches."""

    title: str
    confirm: str
    line: Line
    build: Callable[[Data], Any]
    do: Callable[[Actor, Any], Posting | None]
    lines: Callable[[Any], Sequence[Dimensions]]
    left: Sequence[Fact]
    rules: Sequence[str] = field(default_factory=tuple)


def on(name: str, line: Line) -> Decision:
    """A decision on a line by its name. Raises `NotFound` for one there is none of."""
    makers = {"allot": _allot, "withdraw": _withdraw, "transfer": _transfer, "cover": _cover, "commit": _commit}
    if name not in makers:
        raise NotFound(_("There is no such decision."))
    return makers[name](line)


def _standing(line: Line, stage: str) -> Money:
    return Money(size(stage, getattr(line.balance, stage)), line.fund.currency)


def left_to_allot(line: Line) -> list[Fact]:
    """What stands on the line, and on the account where the fund stops decisions."""
    account = Money(line.account.approved, line.fund.currency)
    return [(_("Left to allot on this line"), _standing(line, "approved")), (_("Left where it is controlled"), account)]


def available(line: Line) -> list[Fact]:
    """What is available on the line, and on the account where the fund stops decisions."""
    account = Money(line.account.allotted, line.fund.currency)
    return [
        (_("Available on this line"), _standing(line, "allotted")),
        (_("Available where it is controlled"), account),
    ]


def _earmarks(line: Line) -> list[str]:
    if line.agreement is None:
        return []
    named = [one.named for one in line.agreement.earmarks.select_related("result", "place", "cost_category")]
    words = {"agreement": line.agreement.code, "named": ", ".join(named)}
    return [_("%(agreement)s is earmarked to: %(named)s.") % words] if named else []


def _role() -> str:
    return _("Who decides needs the role for the unit of the line that receives the money.")


def _allot(line: Line) -> Decision:
    return Decision(
        title=_("Allot"),
        confirm=_("Allot it"),
        line=line,
        build=lambda data: TargetForm(data, line=line, fixed=True),
        do=lambda actor, form: services.allot(
            actor=actor, source=Dimensions.of(line), target=form.target(), **form.common()
        ),
        lines=lambda form: [Dimensions.of(line), *shared(form.target(), form)],
        left=left_to_allot(line),
        rules=[_role(), *_earmarks(line)],
    )


def origins(line: Line) -> list[Line]:
    """The lines that money of this line was allotted from; the line itself where there are none."""
    moves = Move.objects.filter(to_line=line, posting__kind="allotment").order_by()
    found = list(Line.objects.filter(pk__in=moves.values("from_line")).order_by("id").select_related(*DIMENSIONS))
    return found or [line]


def _withdraw(line: Line) -> Decision:
    known = origins(line)
    return Decision(
        title=_("Withdraw"),
        confirm=_("Withdraw it"),
        line=line,
        build=lambda data: BackForm(data, line=line, origins=known),
        do=lambda actor, form: services.withdraw(
            actor=actor, line=Dimensions.of(line), back_to=form.target(), **form.common()
        ),
        lines=lambda form: [Dimensions.of(line), form.target()],
        left=available(line),
        rules=[_("Who decides needs the role for the unit of this line.")],
    )


def _transfer(line: Line) -> Decision:
    return Decision(
        title=_("Transfer"),
        confirm=_("Transfer it"),
        line=line,
        build=lambda data: TargetForm(data, line=line, fixed=False, stages=True),
        do=lambda actor, form: services.transfer(
            actor=actor,
            source=Dimensions.of(line),
            target=form.target(),
            stage=form.cleaned_data["stage"],
            **form.common(),
        ),
        lines=lambda form: [Dimensions.of(line), *_receiving(form)],
        left=[available(line)[0], left_to_allot(line)[0]],
        rules=[
            str(TRANSFERS[line.fund.transfer]),
            _("Who decides needs the role for the units of both lines."),
            *_earmarks(line),
        ],
    )


def _receiving(form: Any) -> list[Dimensions]:
    """The lines that receive a transfer."""
    said = form.cleaned_data
    parts = services.transferred(form.target(), said["amount"], said["day"], said["stage"])
    return [part.line for part in parts] or [form.target()]


def _cover(line: Line) -> Decision:
    return Decision(
        title=_("Cover"),
        confirm=_("Cover it"),
        line=line,
        build=lambda data: DecisionForm(data, line=line),
        do=lambda actor, form: services.cover(actor=actor, line=Dimensions.of(line), **form.common()),
        lines=lambda form: [Dimensions.of(line)],
        left=[(_("Uncovered on this line"), _standing(line, "uncovered")), *available(line)],
        rules=[_("Who decides needs the role for the unit of this line.")],
    )


def _commit(line: Line) -> Decision:
    return Decision(
        title=_("Commit"),
        confirm=_("Commit it"),
        line=line,
        build=lambda data: CommitForm(data, line=line),
        do=lambda actor, form: services.commit(
            actor=actor,
            line=Dimensions.of(line),
            document=form.cleaned_data["document"],
            counterparty=form.cleaned_data["counterparty"],
            **form.common(),
        ),
        lines=lambda form: [Dimensions.of(line), *shared(Dimensions.of(line), form)],
        left=available(line),
        rules=[_("Who decides needs the role for the unit of this line."), *_earmarks(line)],
    )


def shared(line: Dimensions, form: DecisionForm) -> list[Dimensions]:
    """The lines over which what a decision gives to a line is shared out; that line alone where it is whole."""
    parts = Sharing([line.project]).parts(line, form.cleaned_data["amount"], form.cleaned_data["day"])
    return [part.line for part in parts] or [line]


def releasing(agreement: Agreement, programme: Programme, left: Money) -> Decision:
    """Authority of an agreement that is released on one of its lines in a programme."""
    first = max(programme.start.year, agreement.starts.year)
    last = max(first, min(programme.end.year, agreement.ends.year))
    year = min(max(timezone.localdate().year, first), last)
    line = subject(Dimensions(programme.pk, agreement.fund_id, agreement=agreement.pk, year=year))
    return Decision(
        title=_("Release authority"),
        confirm=_("Release it"),
        line=line,
        build=lambda data: ReleaseForm(data, line=line, agreement=agreement, left=left),
        do=lambda actor, form: release_authority(
            actor=actor,
            agreement=agreement,
            line=form.target(),
            amount=form.cleaned_data["amount"],
            reason=form.cleaned_data["reason"],
        ),
        lines=lambda form: [form.target()],
        left=[(_("Left to release"), left)],
        rules=[str(RELEASES[agreement.fund.releases]), *_earmarks(line)],
    )


def left_to_release(agreement: Agreement) -> Money:
    """What its fund lets become authority by now, and has not yet."""
    return Money(releasable(agreement) - released(agreement), agreement.currency)


def about(name: str, posting: Posting, moves: Sequence[Move]) -> Decision:
    """A decision about a posting: `release` what a commitment does not need, or `reverse` it."""
    makers = {"release": _release, "reverse": _reverse}
    if name not in makers:
        raise NotFound(_("There is no such decision."))
    return makers[name](posting, moves)


def _release(posting: Posting, moves: Sequence[Move]) -> Decision:
    line = moves[0].to_line
    touched = list(dict.fromkeys(Dimensions.of(move.to_line) for move in moves))
    return Decision(
        title=_("Release"),
        confirm=_("Release it"),
        line=line,
        build=lambda data: DecisionForm(data, line=line),
        do=lambda actor, form: services.release(actor=actor, commitment=posting, **form.common()),
        lines=lambda form: touched,
        left=[(_("Committed on this line"), _standing(line, Stage.COMMITTED))],
        rules=[_("Who decides needs the role for the unit of this line.")],
    )


class ReverseForm(DecisionForm):
    """A reversal is of the whole posting."""

    def __init__(self, *arguments: Any, line: Line, **named: Any) -> None:
        super().__init__(*arguments, line=line, **named)
        del self.fields["amount"]


def _reverse(posting: Posting, moves: Sequence[Move]) -> Decision:
    touched = {Dimensions.of(line) for move in moves for line in (move.from_line, move.to_line)}
    return Decision(
        title=_("Reverse"),
        confirm=_("Reverse it"),
        line=moves[0].to_line,
        build=lambda data: ReverseForm(data, line=moves[0].to_line),
        do=lambda actor, form: facts.reverse(
            actor=actor, posting=posting, day=form.cleaned_data["day"], reason=form.cleaned_data["reason"]
        ),
        lines=lambda form: sorted(touched, key=lambda one: one.key),
        left=[(_("Moved by this posting"), Money(sum(move.amount for move in moves), moves[0].currency))],
        rules=[_("Nothing is deleted: its mirror image is posted.")],
    )
