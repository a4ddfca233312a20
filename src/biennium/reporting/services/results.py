"""The content of country results: drafted, changed, answered criterion by criterion.

Only a draft or a returned result can be changed; what was submitted is what is judged.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from biennium.foundation import actors, audit
from biennium.foundation.actors import Actor
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel import text as texts
from biennium.kernel.errors import InvalidInput
from biennium.kernel.periods import Period
from biennium.organisation.models import Place, Unit
from biennium.programme.models import Indicator, Programme, WorkItem
from biennium.programme.services.common import known_languages
from biennium.reporting.lifecycle import EDITABLE
from biennium.reporting.models import CountryResult, CountryResultIndicator, CriterionAnswer, Evidence, ResultTransition
from biennium.reporting.registration import REPORT
from biennium.reporting.services.common import pinned, refuse_elsewhere, refuse_foreign, refuse_stale

MULTILINGUAL = ("statement", "contribution", "constituents")


@dataclass(frozen=True, slots=True)
class ResultValues:
    """What a country result says: where and when what changed, for which indicators, and who had a part in it."""

    place: Place
    date: date
    statement: Mapping[str, str]
    indicators: Sequence[Indicator]
    contribution: Mapping[str, str] = field(default_factory=dict)
    constituents: Mapping[str, str] = field(default_factory=dict)
    government: bool = False
    employers: bool = False
    workers: bool = False
    work_item: WorkItem | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the result; texts cleaned."""
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "indicators"}
        return {**values, **{name: texts.clean(values[name]) for name in MULTILINGUAL}}


def check_draft(*, actor: Actor, programme: Programme, unit: Unit, values: ResultValues) -> dict[str, Any]:
    """The columns of a result that is new. Raises as drafting it would, but for a code that is taken."""
    require(actor, REPORT, CountryResult(unit=unit))
    if actor.pk is None:
        raise InvalidInput(_("A result needs a person as its author."), remedy=_("Sign in and report it there."))
    return _checked(programme, values)


def check_change(*, actor: Actor, result: CountryResult, values: ResultValues) -> dict[str, Any]:
    """The columns of a result that changes. Raises as changing it would, but for what somebody else changed."""
    _refuse_unchangeable(actor, result)
    return _checked(result.programme, values)


@transaction.atomic
def draft_result(
    *, actor: Actor, programme: Programme, unit: Unit, values: ResultValues, code: str = ""
) -> CountryResult:
    """Begins a country result; `unit` is the office that reports. Without a code it gets the next one of its country.

    Raises `InvalidInput` for a day outside the programme, a foreign or retired indicator, or one that counts no
    countries.
    """
    columns = check_draft(actor=actor, programme=programme, unit=unit, values=values)
    now = timezone.now()
    drafted = CountryResult.objects.create(
        programme=programme,
        unit=unit,
        code=_free_code(programme, values.place, code),
        author_id=actor.pk,
        created_at=now,
        version=pinned(programme),
        **columns,
    )
    _serve(drafted, values.indicators)
    ResultTransition.objects.create(
        result=drafted, name="draft", target=drafted.status, at=now, actor_id=actor.pk, actor_label=actors.label(actor)
    )
    audit.record(
        actor=actor, verb="reporting.result_drafted", target=drafted, scope=programme, after=described(drafted)
    )
    return drafted


@transaction.atomic
def change_result(
    *, actor: Actor, result: CountryResult, values: ResultValues, revision: int | None = None
) -> CountryResult:
    """Changes what a draft or returned result says. Answers to indicators it serves no more are dropped.

    Raises `Conflict` when it is not at `revision` any more.
    """
    current = editable(actor, result, revision)
    columns = _checked(current.programme, values)
    before = described(current)
    for name, value in columns.items():
        setattr(current, name, value)
    current.save(update_fields=[*columns])
    _serve(current, values.indicators)
    old, new = audit.changes(before, described(current))
    if new:
        touched(current)
        audit.record(
            actor=actor, verb="reporting.result_changed", target=current, scope=current.programme, before=old, after=new
        )
    return current


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a criterion of an indicator, and by which evidence of the result; `met` is None where the
    answer there is is taken back."""

    indicator: Indicator
    criterion: str
    met: bool | None
    text: Mapping[str, str] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()


@transaction.atomic
def answer_criterion(
    *,
    actor: Actor,
    result: CountryResult,
    indicator: Indicator,
    criterion: str,
    met: bool,
    text: Mapping[str, str] | None = None,
    evidence: Sequence[Evidence] = (),
    revision: int | None = None,
) -> CriterionAnswer:
    """Says whether the result meets a criterion of an indicator it serves, and by which evidence of the result."""
    answer = Answer(indicator, criterion, met, text or {}, evidence)
    return answer_criteria(actor=actor, result=result, answers=[answer], revision=revision)[0]


@transaction.atomic
def answer_criteria(
    *, actor: Actor, result: CountryResult, answers: Sequence[Answer], revision: int | None = None
) -> list[CriterionAnswer]:
    """Answers several criteria at once, or none of them; returns the answers that stand. One that is taken back stays
    in the audit log.

    Raises `InvalidInput` for an indicator it does not serve, a criterion there is none of, or foreign evidence.
    """
    current = editable(actor, result, revision)
    served = {one.indicator_id: one for one in current.served.prefetch_related("answers__evidence")}
    prefetch_related_objects([one.indicator for one in answers], "criteria")
    words = [_checked_answer(current, served, one) for one in answers]
    given: list[CriterionAnswer] = []
    events: list[AuditEvent] = []
    for one, text in zip(answers, words, strict=True):
        if one.met is not None:
            given.append(_answer(served[one.indicator.pk], one, one.met, text))
            events.append(_answered(actor, current, one))
        elif (known := _known(served[one.indicator.pk], one.criterion)) is not None:
            events.append(_taken_back(actor, current, one, known))
            known.delete()
    if events:
        touched(current)
        audit.record_many(events)
    return given


def check_answer(*, actor: Actor, result: CountryResult, serves: Container[int], answer: Answer) -> None:
    """Raises as answering would, but for what somebody else changed; `serves` are the keys of the indicators that the
    result serves, which may be a draft that is not stored yet."""
    _refuse_unchangeable(actor, result)
    _checked_answer(result, serves, answer)


def _checked_answer(result: CountryResult, serves: Container[int], one: Answer) -> dict[str, str]:
    """The text of an answer, cleaned."""
    named = {"indicator": one.indicator.code, "criterion": one.criterion}
    if one.indicator.pk not in serves:
        message = _("The result does not serve indicator %(code)s.") % {"code": one.indicator.code}
        raise InvalidInput(message, field="indicator")
    if one.met is None and (texts.clean(one.text) or one.evidence):
        raise InvalidInput(
            _("The answer itself is missing: say whether the criterion is met."),
            remedy=_("To take the answer back, empty its words and its evidence too."),
            field="met",
        )
    if one.met is not None and one.criterion not in {criterion.code for criterion in one.indicator.criteria.all()}:
        message = _("Indicator %(indicator)s has no criterion %(criterion)s.") % named
        raise InvalidInput(message, field="criterion")
    if any(proof.result_id != result.pk or proof.removed_at for proof in one.evidence):
        raise InvalidInput(
            _("The evidence is not that of this result."),
            remedy=_("Attach it to the result first."),
            field="evidence",
        )
    words = texts.clean(one.text)
    known_languages(result.programme, words)
    return words


def _known(served: CountryResultIndicator, criterion: str) -> CriterionAnswer | None:
    return next((answer for answer in served.answers.all() if answer.criterion == criterion), None)


def _answer(served: CountryResultIndicator, one: Answer, met: bool, words: dict[str, str]) -> CriterionAnswer:
    answer = _known(served, one.criterion) or CriterionAnswer(served=served, criterion=one.criterion)
    answer.met, answer.text = met, words
    answer.save()
    answer.evidence.set(one.evidence)
    return answer


def _answered(actor: Actor, current: CountryResult, one: Answer) -> AuditEvent:
    """The event of an answer."""
    said = {"indicator": one.indicator.code, "criterion": one.criterion, "met": one.met}
    return audit.event(
        actor=actor,
        verb="reporting.criterion_answered",
        target=current,
        scope=current.programme,
        after={**said, "text": texts.clean(one.text), "evidence": [str(proof.uid) for proof in one.evidence]},
    )


def _taken_back(actor: Actor, current: CountryResult, one: Answer, known: CriterionAnswer) -> AuditEvent:
    """The event of an answer that is taken back, with what it said."""
    named = {"indicator": one.indicator.code, "criterion": one.criterion}
    evidence = [str(proof.uid) for proof in known.evidence.all()]
    return audit.event(
        actor=actor,
        verb="reporting.answer_taken_back",
        target=current,
        scope=current.programme,
        before={**named, "met": known.met, "text": known.text, "evidence": evidence},
        after=named,
    )


def editable(actor: Actor, result: CountryResult, revision: int | None) -> CountryResult:
    """The result under a lock, if the actor may change it now; else raises what stands against it."""
    require(actor, REPORT, result)
    current = locked(result, None)
    refuse_stale(current.revision, revision, str(current))
    _refuse_unchangeable(actor, current)
    return current


def _refuse_unchangeable(actor: Actor, result: CountryResult) -> None:
    require(actor, REPORT, result)
    if result.status not in EDITABLE:
        raise _unchangeable(result)


def _unchangeable(result: CountryResult) -> InvalidInput:
    words = {"code": result.code}
    if result.status == CountryResult.Status.SUBMITTED:
        message = _("%(code)s is submitted and cannot be changed.")
        return InvalidInput(message % words, remedy=_("A verifier can return it."))
    message = _("%(code)s is verified or withdrawn and cannot be changed.")
    return InvalidInput(message % words, remedy=_("Report it anew."))


def touched(result: CountryResult) -> None:
    """Counts the change, so that whoever saw it before does not overwrite or verify something else."""
    result.revision += 1
    result.save(update_fields=["revision"])


def described(result: CountryResult) -> dict[str, Any]:
    """What a result says, for the audit log."""
    return {
        "code": result.code,
        "place": result.place.code,
        "date": str(result.date),
        **{name: getattr(result, name) for name in MULTILINGUAL},
        **{name: getattr(result, name) for name in ("government", "employers", "workers")},
        "work_item": result.work_item.code if result.work_item else None,
        "indicators": sorted(result.served.values_list("indicator__code", flat=True)),
    }


def _checked(programme: Programme, values: ResultValues) -> dict[str, Any]:
    columns = values.columns()
    known_languages(programme, *(columns[name] for name in MULTILINGUAL))
    refuse_foreign(programme, *values.indicators)
    for indicator in values.indicators:
        if indicator.kind != Indicator.Kind.COUNTRY_COUNT:
            raise InvalidInput(
                _("Indicator %(code)s does not count countries.") % {"code": indicator.code},
                remedy=_("Record an observation instead."),
                field="indicators",
            )
    if values.date not in Period(programme.start, programme.end):
        raise InvalidInput(
            _("%(day)s lies outside the programme, which runs from %(start)s to %(end)s.")
            % {"day": values.date, "start": programme.start, "end": programme.end},
            field="date",
        )
    if values.work_item and values.work_item.programme_id != programme.pk:
        raise InvalidInput(_("The work item belongs to another programme."), field="work_item")
    refuse_elsewhere(values.work_item, values.place)
    return columns


def _serve(result: CountryResult, indicators: Sequence[Indicator]) -> None:
    """The result serves exactly these indicators; what it answers for those it served before stays."""
    wanted = {indicator.pk for indicator in indicators}
    result.served.exclude(indicator__in=wanted).delete()
    known = set(result.served.values_list("indicator", flat=True))
    for indicator in indicators:
        if indicator.pk not in known:
            result.served.create(indicator=indicator)
            known.add(indicator.pk)


def refuse_taken(code: str, taken: Container[str]) -> None:
    """Raises `InvalidInput` where a result has the code already, whoever may see it."""
    if code in taken:
        raise InvalidInput(
            _("There is a result with the code %(code)s already.") % {"code": code},
            remedy=_("Choose another code."),
        )


def _free_code(programme: Programme, place: Place, code: str) -> str:
    """The code asked for, or the next of the country: KEN-R1, KEN-R2 … one at a time."""
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    taken = set(programme.country_results.filter(place=place).values_list("code", flat=True))
    if code:
        refuse_taken(code, programme.country_results.filter(code=code).values_list("code", flat=True))
        return code
    number = len(taken) + 1
    while f"{place.code}-R{number}" in taken:
        number += 1
    return f"{place.code}-R{number}"
