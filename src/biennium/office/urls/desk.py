"""The desk, what is being typed, and what an event changed."""

from __future__ import annotations

from django.urls import path

from biennium.office.pages import page
from biennium.office.views import desk, drafts

urlpatterns = [
    page("", desk.desk, "desk"),
    path("drafts/", drafts.draft, name="draft"),
    path("send-again/", drafts.send_again, name="send_again"),
    page("events/<uuid:uid>/", desk.event, "event"),
]
