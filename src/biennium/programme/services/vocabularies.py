"""The vocabularies of a programme: lists of its own (partners, markers, action programmes …) whose entries its results
refer to.

Invariant: a person cannot take off an entry to which a live result refers.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from biennium.foundation import audit
from biennium.foundation.actors import Actor
from biennium.foundation.permission import require
from biennium.foundation.revisions import locked
from biennium.kernel.errors import InvalidInput
from biennium.kernel.repeats import repeated
from biennium.programme.codes import Codes
from biennium.programme.exchange import models as exchange
from biennium.programme.exchange.canonical import path, plain
from biennium.programme.models import Programme, Reference, Term
from biennium.programme.registration import EDIT_PROGRAMME
from biennium.programme.selectors.document import term_values
from biennium.programme.services.common import known_languages
from biennium.standards.references import SCHEMES


@transaction.atomic
def set_terms(
    *, actor: Actor, programme: Programme, terms: Sequence[exchange.Term], codes: Codes | None = None
) -> None:
    """Replaces all vocabularies by those of a document."""
    require(actor, EDIT_PROGRAMME, programme)
    current = locked(programme, None)
    _replace(actor, current, terms, codes, "")
    programme.revision = current.revision


@transaction.atomic
def change_vocabulary(
    *,
    actor: Actor,
    programme: Programme,
    scheme: str,
    terms: Sequence[exchange.Term],
    revision: int | None,
    reason: str = "",
) -> None:
    """Changes the entries of one vocabulary, which is there as long as it has any.

    Raises `Conflict` when the programme is not at `revision` any more (None: whatever it is).
    """
    require(actor, EDIT_PROGRAMME, programme)
    current = locked(programme, revision)
    if scheme in SCHEMES:
        raise InvalidInput(
            _("“%(scheme)s” is a published list.") % {"scheme": scheme},
            remedy=_("Choose another code."),
            field="scheme",
        )
    _refuse_in_use(current, scheme, terms)
    others = [term for term in term_values(current) if term.scheme != scheme]
    _replace(actor, current, [*terms, *others], None, reason)


def _replace(
    actor: Actor, programme: Programme, terms: Sequence[exchange.Term], codes: Codes | None, reason: str
) -> None:
    _refuse_twice(terms)
    before = term_values(programme)
    gone = [term for term in before if term not in terms]
    new = [term for term in terms if term not in before]
    if not gone and not new:
        return
    known_languages(programme, *(term.title for term in new), before=[term.title for term in before])
    _write(programme, terms, new, codes or Codes(programme))
    programme.revision += 1
    programme.save(update_fields=["revision"])
    audit.record(
        actor=actor,
        verb="programme.terms_set",
        target=programme,
        scope=programme,
        before={"terms": [plain(term) for term in gone]},
        after={"terms": [plain(term) for term in new]},
        reason=reason,
    )


def _write(programme: Programme, terms: Sequence[exchange.Term], new: Sequence[exchange.Term], codes: Codes) -> None:
    for term in new:
        result = codes.result(term.result, f"terms, {term.scheme} {term.code}") if term.result else None
        Term.objects.update_or_create(
            programme=programme, scheme=term.scheme, code=term.code, defaults={"title": term.title, "result": result}
        )
    kept = {(term.scheme, term.code) for term in terms}
    left_out = [term.pk for term in programme.terms.all() if (term.scheme, term.code) not in kept]
    Term.objects.filter(pk__in=left_out).delete()


def _refuse_twice(terms: Sequence[exchange.Term]) -> None:
    if (place := repeated([(term.scheme, term.code) for term in terms])) is not None:
        raise InvalidInput(_("An entry is listed twice."), where="terms", field=path(("terms", place, "code")))


def _refuse_in_use(programme: Programme, scheme: str, terms: Sequence[exchange.Term]) -> None:
    live = Reference.objects.filter(result__programme=programme, result__retired_at__isnull=True, scheme=scheme)
    listed = programme.terms.filter(scheme=scheme).exclude(code__in=[term.code for term in terms])
    used = live.filter(code__in=listed.values("code")).select_related("result").order_by("code", "result__position")
    if first := used.first():
        count = used.filter(code=first.code).count()
        words = ngettext(
            "Result %(result)s refers to “%(entry)s”.",
            "%(count)s results refer to “%(entry)s”, among them %(result)s.",
            count,
        )
        raise InvalidInput(
            words % {"count": count, "entry": first.code, "result": first.result.code},
            remedy=_("Take it off there first."),
        )
