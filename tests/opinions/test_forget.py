"""Who gave an opinion is forgotten in time, and what is taken away names nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from build import a_standing
from luoshi.opinions.intake.forget import forget
from luoshi.opinions.models import Identity, Opinion
from luoshi.reports.opinions import COLUMNS, opinions_summary
from opinions.given import WORDS, accepted, an_opinion, open_campaign

pytestmark = pytest.mark.django_db


def test_a_giver_is_forgotten_thirty_days_after_the_answer() -> None:
    campaign = open_campaign()
    rows = [an_opinion(campaign, phone="0000-5550100") for _three in range(3)]
    for row, days in zip(rows, (31, 30, None), strict=True):
        if days is not None:
            day = timezone.localdate() - timedelta(days=days)
            Opinion.objects.filter(pk=row.pk).update(**{"state": "answered", "answered_on": day})
    assert forget() == 1
    assert set(Identity.objects.values_list("opinion", flat=True)) == {rows[1].pk, rows[2].pk}


def test_the_summary_has_the_customary_columns_word_for_word_and_no_giver() -> None:
    campaign = open_campaign()
    an_opinion(campaign, "某人收钱。", is_restricted=True)
    an_opinion(campaign, name="甲某", phone="0000-5550100")
    accepted(campaign, "=1+1")
    table = opinions_summary(campaign, a_standing()).sheets[0]
    rows = list(table.rows)
    assert [column.head for column in COLUMNS] == [
        "序号", "征集渠道", "时间", "提出人类别", "意见建议原文", "归类", "涉及单位",
        "处理方式", "采纳情况及理由", "答复时间", "备注",
    ]  # fmt: skip
    assert [row[4] for row in rows] == [WORDS, "=1+1"]
    assert rows[1][6:8] == ("县住建局", "已采纳")
    assert "5550100" not in repr(rows) and "甲某" not in repr(rows)
    assert table.total == 2
    assert len(list(opinions_summary(campaign, a_standing("supervisor", "督导组")).sheets[0].rows)) == 3
