"""The addresses of the API, and its description for people."""

from __future__ import annotations

from django.urls import path

from biennium.api.addresses import nothing, reading
from biennium.api.core import create
from biennium.api.views import documentation

api = create()
patterns, app, namespace = api.urls
urlpatterns = [
    path("", documentation, name="api_documentation"),
    path("v1", nothing, name="api_nothing"),
    path("v1/", (reading(patterns), app, namespace)),
]
