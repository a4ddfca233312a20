"""The JSON schema of `programme.json`, made from the models that read it."""

from __future__ import annotations

import json

from biennium.programme.exchange.models import FORMAT, Programme


def schema_text() -> str:
    """The schema, draft 2020-12, laid out for people; without a line feed at its end."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": f"Format {FORMAT}"}
    return json.dumps({**head, **Programme.model_json_schema()}, indent=2, ensure_ascii=False)
