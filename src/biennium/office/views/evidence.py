"""Evidence: attached to what it proves, read, taken away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from biennium.foundation import files
from biennium.kernel.errors import InvalidInput
from biennium.office.acting import act, reason
from biennium.office.forms.country_results import TYPED_OF_EVIDENCE, EvidenceForm
from biennium.programme.selectors import versions
from biennium.reporting.models import CountryResult, Evidence, Observation
from biennium.reporting.selectors import listing
from biennium.reporting.selectors.visibility import evidence_of, find_result
from biennium.reporting.services import evidence as services
from biennium.web.downloads import attachment


@require_safe
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What does this evidence say? A file is saved, never shown inside a page of ours; an address is gone to."""
    found = evidence_of(request.user, uid)
    return as_file(found) if found.file else redirect(found.url)


def as_file(found: Evidence) -> HttpResponse:
    """The file under the name it was uploaded with."""
    assert found.file is not None  # asked by the caller  # noqa: S101
    return attachment(files.read(found.file), found.filename, found.file.media_type)


@require_POST
def of_result(request: HttpRequest, code: str, result: str) -> HttpResponse:
    """Attaches evidence to a country result."""
    row = find_result(request.user, result, code)
    return _attached(request, row, reverse("office:country_result", args=[code, row.code]))


@require_POST
def of_observation(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Attaches evidence to a reported value."""
    row = listing.revisions(request.user, versions.programme(code), uid)[0]
    return _attached(request, row, reverse("office:observation", args=[code, uid]))


def _attached(request: HttpRequest, target: CountryResult | Observation, back: str) -> HttpResponse:
    form = EvidenceForm(request.POST, request.FILES)
    typed = {name: request.POST.get(name, "") for name in TYPED_OF_EVIDENCE}
    return act(
        request,
        lambda: _attach(request, target, form),
        said=_("The evidence was attached."),
        done=f"{back}#evidence",
        back=f"{back}?{urlencode(typed)}#evidence",
    )


def _attach(request: HttpRequest, target: CountryResult | Observation, form: EvidenceForm) -> None:
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        raise InvalidInput(str(errors[0]), where=str(label))
    said = form.cleaned_data
    shared = {"actor": request.user, "target": target, "title": said["title"], "kind": said["kind"]}
    if said["file"]:
        services.attach_file(content=said["file"].read(), filename=said["file"].name, **shared)
    else:
        services.attach_address(url=said["url"], **shared)


@require_POST
def remove(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Takes evidence away."""
    found = evidence_of(request.user, uid)
    back = _page_of(code, found)
    return act(
        request,
        lambda: services.remove_evidence(actor=request.user, evidence=found, reason=reason(request)),
        said=_("The evidence was taken away."),
        done=back,
        back=back,
    )


def _page_of(code: str, found: Evidence) -> str:
    if found.result:
        return reverse("office:country_result", args=[code, found.result.code])
    assert found.observation is not None  # the table holds it  # noqa: S101
    return reverse("office:observation", args=[code, found.observation.uid])
