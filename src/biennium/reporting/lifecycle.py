"""The life of a country result: draft → submitted → verified → published; returned with a reason; withdrawn.

Invariant: nobody verifies or returns what they wrote or handed in; a verified result is not changed any more, only
published or withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from biennium.foundation.actors import Actor
from biennium.foundation.models import AuditEvent
from biennium.foundation.permission import decide
from biennium.kernel.lifecycle import Context, Lifecycle, Refusal, Transition
from biennium.reporting.models import CountryResult
from biennium.reporting.registration import MANAGE_ROUNDS, REPORT, VERIFY

WRITING = (
    "reporting.result_drafted",
    "reporting.result_changed",
    "reporting.criterion_answered",
    "reporting.answer_taken_back",
    "reporting.evidence_attached",
    "reporting.evidence_removed",
    "reporting.result_submitted",
)
EDITABLE = ("draft", "returned")


@dataclass(frozen=True)
class Step:
    """A result and whoever wants to take a step with it."""

    result: CountryResult
    actor: Actor

    @cached_property
    def wrote(self) -> bool:
        """Whether the actor had a hand in the content."""
        pk = self.actor.pk
        if pk in {self.result.author_id, self.result.submitted_by_id}:
            return True
        return AuditEvent.objects.filter(actor_id=pk, object_uid=self.result.uid, verb__in=WRITING).exists()

    @cached_property
    def gap(self) -> str:
        """The first thing that is missing before it can be submitted, in a sentence; empty when it is complete."""
        if not self.result.statement:
            return _("The statement is missing.")
        served = list(self.result.served.select_related("indicator").prefetch_related("indicator__criteria", "answers"))
        if not served:
            return _("It serves no indicator yet.")
        for one in served:
            answered = {answer.criterion for answer in one.answers.all()}
            for criterion in one.indicator.criteria.all():
                if criterion.required and criterion.code not in answered:
                    words = {"criterion": criterion.code, "indicator": one.indicator.code}
                    return _("Criterion %(criterion)s of indicator %(indicator)s is not answered.") % words
        return ""


def _complete(step: Step) -> str | None:
    return step.gap or None


def _second_person(step: Step) -> str | None:
    if step.actor.pk is None:
        return _("A result is verified by a person, not at the command line.")
    return _("Whoever wrote or submitted a result cannot judge it.") if step.wrote else None


def _transition(
    name: str,
    sources: tuple[str, ...],
    target: str,
    who: str,
    *,
    label: object,
    guard: object = None,
    reason: bool = False,
) -> Transition[Step]:
    return Transition(name, frozenset(sources), target, who, guard, reason, label)  # type: ignore[arg-type]


LIFECYCLE: Lifecycle[Step] = Lifecycle(
    gettext_noop("country result"),
    CountryResult.Status.values,
    (
        _transition("submit", EDITABLE, "submitted", REPORT, guard=_complete, label=pgettext_lazy("step", "submit")),
        _transition(
            "return",
            ("submitted",),
            "returned",
            VERIFY,
            guard=_second_person,
            reason=True,
            label=pgettext_lazy("step", "return"),
        ),
        _transition(
            "verify", ("submitted",), "verified", VERIFY, guard=_second_person, label=pgettext_lazy("step", "verify")
        ),
        _transition("publish", ("verified",), "published", MANAGE_ROUNDS, label=pgettext_lazy("step", "publish")),
        _transition(
            "withdraw",
            (*EDITABLE, "submitted"),
            "withdrawn",
            REPORT,
            reason=True,
            label=pgettext_lazy("step", "withdraw"),
        ),
        _transition(
            "annul", ("verified", "published"), "withdrawn", VERIFY, reason=True, label=pgettext_lazy("step", "annul")
        ),
    ),
)


def asked(result: CountryResult, actor: Actor) -> Context[Step]:
    """What a step is asked with: the result, and what the actor is permitted."""
    return Context(Step(result, actor), lambda action: decide(actor, action, _target(action, result)))


def _target(action: str, result: CountryResult) -> object:
    return result.programme if action == MANAGE_ROUNDS else result


def steps(result: CountryResult, actor: Actor) -> dict[str, Refusal | None]:
    """Each step from the state the result is in: None where it is possible, else the rule and who can lift it."""
    context = asked(result, actor)
    leading = [one for one in LIFECYCLE.transitions if result.status in one.sources]
    return {one.name: LIFECYCLE.why_not(one.name, result.status, context) for one in leading}
