"""The addresses of the installation."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("api/", include("biennium.api.urls")),
    path("office/", include("biennium.office.urls")),
    path("", include("biennium.portal.urls")),
]
