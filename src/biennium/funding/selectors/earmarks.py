"""Does money of an agreement fit where it is to go?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from biennium.funding.models import Agreement, CostCategory, Earmark
from biennium.programme.models import Reference, Result


def with_earmarks(keys: Iterable[int]) -> dict[int, Agreement]:
    """Agreements by primary key, their earmarks at hand: two questions however many there are."""
    named = Earmark.objects.select_related("result", "place", "cost_category")
    return Agreement.objects.prefetch_related(Prefetch("earmarks", named)).in_bulk(list(keys))


def misfit(agreement: Agreement, *, result: int | None, place: int | None, cost_category: int | None) -> str:
    """In words, the earmark that forbids it; empty where the money fits. Keys are primary keys; None does not say.

    Of each kind of earmark the agreement has, one must fit. A result fits where it, or one above it, is named.
    """
    by_kind: dict[str, list[Earmark]] = {}
    for earmark in agreement.earmarks.all():
        by_kind.setdefault(earmark.kind, []).append(earmark)
    fits = {
        Earmark.Kind.RESULT: lambda named: any(one.result_id in _above(Result, result) for one in named),
        Earmark.Kind.PLACE: lambda named: any(one.place_id == place for one in named),
        Earmark.Kind.SDG: lambda named: _serves(result, {one.sdg for one in named}),
        Earmark.Kind.COST_CATEGORY: lambda named: any(
            one.cost_category_id in _above(CostCategory, cost_category) for one in named
        ),
    }
    for kind, named in by_kind.items():
        if not fits[Earmark.Kind(kind)](named):
            return _("%(agreement)s is earmarked to %(named)s.") % {
                "agreement": agreement.code,
                "named": ", ".join(_words(named)),
            }
    return ""


def leaving(agreement: Agreement) -> str:
    """In words, why money of the agreement goes to no other; empty where it has no earmark."""
    named = ", ".join(_words(agreement.earmarks.all()))
    words = _("%(agreement)s is earmarked to %(named)s; its money stays with it.")
    return words % {"agreement": agreement.code, "named": named} if named else ""


def _words(earmarks: Iterable[Earmark]) -> Iterator[str]:
    for earmark in earmarks:
        yield earmark.named


def _above(model: type[Result] | type[CostCategory], key: int | None) -> set[int]:
    """The key and those of everything above it."""
    found: set[int] = set()
    while key is not None:
        found.add(key)
        key = model._default_manager.filter(pk=key).values_list("parent_id", flat=True).first()
    return found


def _serves(result: int | None, targets: set[str]) -> bool:
    """Whether the result, or one above it, refers to one of the SDG targets, or to a goal they belong to."""
    served = Reference.objects.filter(result__in=_above(Result, result), scheme="sdg").values_list("code", flat=True)
    return any(code in targets or code.partition(".")[0] in targets for code in served)
