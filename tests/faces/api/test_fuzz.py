"""Whatever a program sends is answered as the API's description says, and never by an error of ours."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from build import Wanted, a_campaign, a_person
from luoshi.config.wsgi import application
from luoshi.platform.keys.keep import make

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

LENIENT = [negative_data_rejection, positive_data_acceptance]
"""Not asked: "1" passes for 1, and acts refuse some of what a schema cannot tell (a file that is no plan)."""


@pytest.fixture
def one_connection(db: None) -> Iterator[None]:
    """Requests stay in the test's transaction, as those of Django's own client do; they would close its connection."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(one_connection: None) -> str:
    a_campaign(Wanted("排查隐患", units=("县住建局",)), issued=True)
    return make(a_person("admin_system").pk, "试", ("read", "work", "plan", "organize"))[1]


@schema.parametrize()
@settings(max_examples=12, suppress_health_check=list(HealthCheck), database=None)
def test_every_answer_is_as_described(case: schemathesis.Case, token: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=LENIENT)
