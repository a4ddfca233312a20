"""The addresses the shell links to, without the rooms above it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """An address is all that is wanted."""
    return HttpResponse()


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("office/", include(([path("", nothing, name="desk")], "office"))),
    path("", include(([path("", nothing, name="home")], "portal"))),
]
