"""Who may subscribe, what is refused at which field, and what is kept of the secret."""

import pytest

from luoshi.journal.models import Entry
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM
from luoshi.journal.webhooks.models import Webhook
from luoshi.kit.verdict import Refused
from luoshi.orgs import webhooks as acts
from luoshi.orgs.access import INSTALLER, Standing
from orgs.receiver import CHAIN, ELSEWHERE, NEXT, OTHER, SECRET, a_webhook

pytestmark = pytest.mark.django_db


def test_the_secret_is_kept_sealed_and_stays_out_of_the_journal() -> None:
    made = a_webhook()
    acts.rotate(made, NEXT, by=INSTALLER)
    kept = repr(list(Webhook.objects.values())) + repr(list(Entry.objects.values())) + repr(history(SYSTEM))
    assert SECRET not in kept
    assert NEXT not in kept


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest",
        "https://甲@hooks.example.org/", "https://a:b@hooks.example.org/", "https:///in", "ftp://hooks.example.org/",
        "https://hooks.example.org:x/", "", "https://hooks.example.org/" + "a" * 500,
    ],
)  # fmt: skip
def test_an_address_that_is_none_or_leads_inside_is_refused(url: str) -> None:
    with pytest.raises(acts.Unfit) as unfit:
        acts.subscribe(acts.NewWebhook("甲", url, SECRET), by=INSTALLER)
    assert (unfit.value.field, Webhook.objects.count()) == ("url", 0)


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ("name", acts.NewWebhook(" ", "https://hooks.example.org/", SECRET)),
        ("secret", acts.NewWebhook("甲", "https://hooks.example.org/", "short")),
        ("acts", acts.NewWebhook("甲", "https://hooks.example.org/", SECRET, ("办理",))),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(field: str, new: acts.NewWebhook) -> None:
    with pytest.raises(acts.Unfit) as unfit:
        acts.subscribe(new, by=INSTALLER)
    assert unfit.value.field == field


def test_an_address_is_told_of_a_chain_by_one_webhook_alone() -> None:
    first, other = a_webhook(chain=CHAIN), a_webhook(chain=OTHER)
    a_webhook()
    written = Entry.objects.count()
    with pytest.raises(acts.Unfit, match="数据平台") as unfit:
        a_webhook("task.", chain=CHAIN)
    assert (unfit.value.field, Webhook.objects.count(), Entry.objects.count()) == ("url", 3, written)
    elsewhere = acts.subscribe(acts.NewWebhook("甲", ELSEWHERE, SECRET, (), OTHER), by=INSTALLER)
    with pytest.raises(acts.Unfit):
        acts.change(elsewhere, acts.WebhookChange(url=other.url), by=INSTALLER)
    elsewhere.refresh_from_db()
    assert elsewhere.url == ELSEWHERE
    acts.change(first, acts.WebhookChange(name="乙"), by=INSTALLER)


def test_nobody_but_an_administrator_subscribes() -> None:
    office = Standing(1, "甲", frozenset({("office", 1), ("leader", 1)}))
    with pytest.raises(Refused):
        acts.subscribe(acts.NewWebhook("甲", "https://hooks.example.org/", SECRET), by=office)
