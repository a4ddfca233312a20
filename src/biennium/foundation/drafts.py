"""What was typed and not yet saved, kept for its author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from biennium.foundation.models import FormDraft


def keep(
    *, person: Any, form: str, fields: Mapping[str, Sequence[str]], label: str = "", address: str = ""
) -> FormDraft:
    """Keeps the fields of a form as typed, each with its values; the last one wins. `label` and `address` lead back."""
    values = {"fields": dict(fields), "label": label[:200], "address": address[:500]}
    draft, _ = FormDraft.objects.update_or_create(person=person, form=form, defaults=values)
    return draft


def find(*, person: Any, form: str) -> FormDraft | None:
    """The draft of this form, if there is one."""
    return FormDraft.objects.filter(person=person, form=form).first()


def discard(*, person: Any, form: str) -> None:
    """Forgets the draft: it was saved, or is not wanted."""
    FormDraft.objects.filter(person=person, form=form).delete()


def of(person: Any) -> QuerySet[FormDraft]:
    """All that a person has typed and not saved, the latest first."""
    return FormDraft.objects.filter(person=person).order_by("-saved_at")
