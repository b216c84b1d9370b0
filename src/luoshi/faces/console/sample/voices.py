"""What people of 云岭县 said up to 17 June 2026, and what became of each word: invented, one in every state.

A fate is (month, day, act, words); acts name what happened to the opinion, words are the unit, question or answer.
"""

from dataclasses import dataclass, field

Fate = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """One opinion: the day it came, by which channel, from whom, its words, where, and its fates in order."""

    month: int
    day: int
    channel: str
    giver: str
    text: str
    place: str = ""
    fates: tuple[Fate, ...] = field(default=())
    is_restricted: bool = False
    phone: str = ""


LIGHTS = "老棉纺厂宿舍3栋楼梯灯坏了快两个月，打过两次电话，没人来修。"
VOICES = (
    Voice(5, 14, "session", "business", "办一张食品经营许可跑了三趟，每趟说的材料都不一样。", "县政务服务大厅", (
        (5, 15, "accept", "县政务服务局"),
        (5, 29, "answer", "材料清单已统一，贴在窗口和网上；说错一次，由窗口负责人上门道歉。"),
        (6, 2, "solved", ""),
    )),
    Voice(5, 20, "letter", "citizen", "村口的水管一到傍晚就没水，已经十几天了。", "青石镇", (
        (5, 21, "accept", "县水利局"),
        (6, 5, "answer", "加压泵已更换。"),
        (6, 9, "unsolved", "前三天有水，这两天又停。"),
        (6, 10, "accept", "县水利局"),
    ), phone="0000-5550141"),
    Voice(5, 26, "phone", "citizen", "下夜班末班车已经收了，能不能晚半小时。", "城关镇", (
        (5, 27, "transfer", "县公交公司"),
        (6, 8, "answer", "6月15日起末班车延到22时30分。"),
    )),
    Voice(5, 28, "mail", "citizen", "建议把县城所有红灯都改成60秒。", "", (
        (6, 1, "decline", "各路口车流不同，统一时长会更堵；已请交警按时段调整。"),
        (6, 3, "answer", "没有采纳：各路口车流不同，统一时长会更堵。已按时段调整了三个路口。"),
    )),
    Voice(6, 3, "visit", "served", "广场舞音响晚上十点还在放，孩子没法写作业。", "南坪街道", (
        (6, 4, "accept", "县城管局"),
    )),
    Voice(6, 4, "phone", "citizen", "快递车晚上停满人行道，推婴儿车只能走马路。", "城关镇", (
        (6, 5, "transfer", "县邮政管理部门"),
    )),
    Voice(6, 5, "box", "staff", "同一张表一个月报了四次，只改个日期。", "", ((6, 8, "accept", "县委办公室"),)),
    Voice(6, 8, "media", "citizen", "希望给老街每户发两千元装修补贴。", "城关镇", (
        (6, 9, "decline", "补贴没有政策依据；老街外立面由住建局统一修缮。"),
    )),
    Voice(6, 9, "web", "citizen", "征收补偿标准到底是多少，没有人说得清。", "文昌路", (
        (6, 10, "ask_back", "您家是住宅还是门面？"),
    )),
    Voice(6, 10, "web", "citizen", "我收回，问题已经解决了。", "", ((6, 11, "withdraw", ""),)),
    Voice(6, 11, "web", "citizen", "这条请删掉。", "", ((6, 12, "erase", ""),)),
    Voice(6, 12, "web", "citizen", LIGHTS, "南坪街道老棉纺厂宿舍", ((6, 15, "screen", "老旧小区"),)),
    Voice(6, 15, "phone", "citizen", "棉纺厂宿舍3栋楼梯灯不亮，老人不敢下楼，没人来修。", "南坪街道", ()),
    Voice(6, 16, "web", "", "老食堂的饭菜偏硬，老人咬不动。", "北苑街道", ()),
    Voice(6, 16, "web", "", "某镇一名干部帮人办低保要收烟酒。", "", (), is_restricted=True),
)  # fmt: skip
