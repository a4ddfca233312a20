"""What can be allowed in this room."""

from __future__ import annotations

PUBLISH = "publishing.publish"
