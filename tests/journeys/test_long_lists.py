"""Lists longer than their screens in a real browser: each screen to the last is held against the truth."""

import pytest
from playwright.sync_api import Browser

from build import Wanted, a_campaign, a_person, a_standing
from journeys import walk_chart, walk_work
from journeys.seen import sign_in
from journeys.truth import Truth
from luoshi.campaigns import feedback
from luoshi.campaigns.models import Assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNED = 60


def test_a_chart_beyond_a_hundred_rows_and_a_history_beyond_fifty_lines_are_shown_to_the_end(
    browser: Browser, live_server
) -> None:
    campaign = a_campaign(*(Wanted(f"办好第{number}件实事", stage=number % 3) for number in range(1, 106)), issued=True)
    by = a_standing("liaison", "县住建局", "韩牧之")
    for held in Assignment.objects.select_related("campaign", "unit").order_by("pk")[:SIGNED]:
        feedback.sign(held, by=by)
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, a_person("office", name="林书禾"))
    walk_chart.chart(page, Truth(campaign.pk))
    walk_work.history(page, Truth(campaign.pk))
    context.close()
