"""Seconds of a search over 100,000 entries, the slowest of five askings, in the database of the settings.

Set DJANGO_SETTINGS_MODULE, and LUOSHI_DATA or DATABASE_URL to an empty place.
"""

import random
import time

import django
from django.core.management import call_command

django.setup()

from luoshi.platform.search.entries import NewEntry, put_many  # noqa: E402
from luoshi.platform.search.queries import find  # noqa: E402

ENTRIES = 100_000
QUERIES = ("整改", "yhj", "zg", "优化 整改", "优化营商环境", "局", "窗口 yhys", "第77777", "群众", "的")
VERBS = ("优化", "整改", "落实", "推进", "开展", "建立", "完善", "规范", "加强", "提升")
NOUNS = (
    "营商环境",
    "窗口服务",
    "作风建设",
    "政务公开",
    "联系群众",
    "道路养护",
    "社区治理",
    "安全生产",
    "办事流程",
    "意见征集",
)
BODIES = (
    "群众反映的办事材料需多次提交",
    "牵头单位按月反馈进度",
    "由县政务局会同各乡镇落实",
    "对照清单逐项销号",
    "形成的制度汇编成册",
)


def main() -> None:
    call_command("migrate", "search", verbosity=0)
    chance = random.Random(7)  # noqa: S311

    def an_entry(number: int) -> NewEntry:
        title = (
            f"第{number}项{chance.choice(VERBS)}{chance.choice(NOUNS)}并{chance.choice(VERBS)}{chance.choice(NOUNS)}"
        )
        return NewEntry("task", str(number), number % 50, title, "，".join(chance.sample(BODIES, 3)))

    start = time.perf_counter()
    for number in range(0, ENTRIES, 5000):
        put_many(map(an_entry, range(number, number + 5000)))
    print(f"{ENTRIES} entries put in {time.perf_counter() - start:.1f} s")
    for query in QUERIES:
        for campaign_ids in (None, range(3)):
            times = []
            for _ in range(5):
                start = time.perf_counter()
                hits = find(query, campaign_ids)
                times.append(time.perf_counter() - start)
            scope = "3 campaigns" if campaign_ids else "all"
            print(f"{query:12} {scope:12} {len(hits):3} hits {max(times) * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
