"""Tells from a heading's noun what a section is for: deeds, background, a time. See docs/reading/tasks.md."""

import re

from luoshi.plan.grammar.items import Item

ACTION = re.compile(
    r"(?:任务|措施|步骤|安排|内容|重点|举措|进度|事项|行动|做法|清单|分工|分解|部署"
    r"|(?:重点|主要)工作|(?:工作|活动|重点)项目)(?:(?:以?及|和|与|、).{1,10})?(?:[（(].*)?\Z"
)
BACKGROUND = re.compile(
    r"指导思想|总体要求|总体目标|总体思路|基本原则|工作原则|原则|目标(?!任务)|要求|保障|组织领导|领导小组|组织机构|机构设置|机构|主题|范围|对象"
    r"|意义|背景|依据|认识|思想|目的|附则|其他|时间|地点|宗旨|口号|职责|纪律|督导|考核|经费|联系方式|参加人员|方针"
)
OBJECTS = re.compile(
    r"(?:学习|排查|检查|讨论|评议|考核|评选|评价|测评|征集|调研|督查|报送|自查|公开|培训|评估|测试|考评)(?:的)?(?:主要)?(?:内容|重点|主题|范围|要点|课题|事项)\Z"
    r"|(?:主题|范围|对象)\Z"
)
WINDOW = re.compile(
    r"(?:活动|工作|实施|整治|行动|开展|执法|检查|宣传|培训|学习|推进|竞赛|创建|起止|整改)?(?:的)?(?:时间(?:安排|范围|步骤|要求)?|期限|起止时间|日期)\Z"
)
STAGED = re.compile(r"步骤|进度|阶段|时间(?:安排|步骤)|工作安排|实施安排|活动安排|工作流程|日程")


def purpose(title: str) -> str:
    """`action`, `background`, `objects` or `neutral`, by the noun of the heading."""
    if OBJECTS.search(title):
        return "objects"
    if re.search(r"保障措施|组织保障|保障机制|工作要求|活动要求|有关要求", title):
        return "background"
    if WINDOW.fullmatch(title):
        return "background"
    if ACTION.search(title):
        return "action"
    return "background" if BACKGROUND.search(title) else "neutral"


def in_action(item: Item) -> bool:
    """True if the nearest heading above that says what it is for announces action."""
    for above in item.ancestors():
        kind = purpose(above.title.text)
        if kind != "neutral" and (above.level <= 2 or kind == "action"):
            return kind == "action"
    return False


def states_window(item: Item) -> bool:
    """True for the section that states the whole period."""
    return item.level <= 2 and WINDOW.fullmatch(item.title.text) is not None and not in_action(item)
