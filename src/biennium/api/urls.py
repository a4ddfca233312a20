"""The addresses of the API, and its description for people."""

from __future__ import annotations

from django.urls import path

from biennium.api.core import create
from biennium.api.views import documentation

api = create()
urlpatterns = [path("", documentation, name="api_documentation"), path("v1/", api.urls)]
