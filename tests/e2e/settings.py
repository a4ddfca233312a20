"""The settings of the installation that the browser visits: as they are, but a job is done at once, no connection is
kept between requests (the database file is exchanged), passwords are hashed quickly, and each answer says in a heading
how many questions it asked of the database."""

from __future__ import annotations

from biennium.site.settings import *  # noqa: F403
from biennium.site.settings import DATABASES, MIDDLEWARE

MIDDLEWARE = ["e2e.counting.Counted", *MIDDLEWARE]
DATABASES["default"]["CONN_MAX_AGE"] = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
