"""Whatever is asked, the API answers as its own description says, and never with an error of the server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from api.conftest import Api
from biennium.api.urls import api as described

CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]
PATHS = sorted(described.get_openapi_schema()["paths"])


def test_the_description_is_openapi_3_1_and_every_operation_says_what_it_is_for(api: Api) -> None:
    schema = api.json("/openapi.json")
    assert schema["openapi"].startswith("3.1")
    operations = [operation for path in schema["paths"].values() for operation in path.values()]
    assert len(operations) >= 17
    assert all(one["summary"] and one["description"] and one["operationId"] for one in operations)
    assert len({one["operationId"] for one in operations}) == len(operations)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """The connection of the test stays open between requests, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("kept_connection")
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_as_described(api: Api, office: Api, path: str) -> None:
    schema = schemathesis.openapi.from_dict(described.get_openapi_schema())
    schema.app = get_wsgi_application()
    operation = schema[path]["GET"]

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case) -> None:
        known = {"programme": "2024-25", "result": "1.1"}
        case.path_parameters = {
            **case.path_parameters,
            **{name: known[name] for name in case.path_parameters if name in known},
        }
        for headers in ({}, {"Authorization": f"Bearer {office.token}"}):
            response = case.call(headers={**headers, "Host": "localhost"}, base_url="http://localhost")
            case.validate_response(response, checks=CHECKS)

    ask()
