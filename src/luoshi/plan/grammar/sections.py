"""Tells from a heading's noun what a section is for: deeds, background, a time. See docs/reading/tasks.md."""

import re

from luoshi.plan.grammar.items import Item

AND_MORE = r"(?:(?:以?及|和|与|、).{1,10})?(?:[（(].*)?\Z"
ACTION = re.compile(
    r"(?:任务|措施|步骤|安排|内容|重点|举措|进度|事项|行动|做法|清单|台账|分工|分解|部署|步骤方法|(?:分工|分解|一览|任务|计划|安排|责任)表"
    rf"|(?:重点|主要)工作|(?:工作|活动|重点)项目){AND_MORE}"
)
NOUN = (
    "指导思想|总体思路|基本思路|原则|目标|要求|保障|保障措施|组织保障|保障机制|组织领导|领导小组|机构|主题|范围|对象|意义|背景"
    "|依据|认识|思想|目的|附则|其他|时间|地点|宗旨|口号|职责|纪律|督导|考核|经费|方针|领导|督查|宣传|氛围|奖惩"
)
BACKGROUND = re.compile(rf"(?:{NOUN}){AND_MORE}")
BARE = re.compile(rf".{{0,4}}(?:{NOUN})(?:(?:以?及|和|与|、).{{1,6}})?\Z")
REQUIREMENTS = re.compile(r"保障措施|组织保障|保障机制|工作要求|活动要求|有关要求")
LOOKED_AT = "学习|排查|检查|讨论|评议|考核|评选|评价|测评|征集|调研|督查|报送|自查|公开|培训|评估|测试|考评"
OBJECTS = re.compile(rf"(?:{LOOKED_AT})(?:的)?(?:主要)?(?:内容|重点|主题|范围|要点|课题|事项)\Z|(?:主题|范围|对象)\Z")
WINDOW = re.compile(
    r"(?:活动|工作|实施|整治|行动|开展|执法|检查|宣传|培训|学习|推进|竞赛|创建|起止|整改|调研|考察|评选|征集|演练|排查|治理|攻坚|清理|普查|验收|督查|服务|实践|展示|比赛|大赛|会议|举办|施工|值守|防汛)?(?:的)?"
    r"(?:时间(?:安排|范围|步骤|要求)?|期限|时限|起止时间|日期)\Z"
)
STAGED = re.compile(r"步骤|进度|阶段|时间(?:安排|步骤)|工作安排|实施安排|活动安排|工作流程|日程")


def purpose(title: str) -> str:
    """`action`, `background`, `objects` or `neutral`, by the noun of the heading."""
    if OBJECTS.search(title):
        return "objects"
    if REQUIREMENTS.search(title) or WINDOW.fullmatch(title):
        return "background"
    if ACTION.search(title):
        return "action"
    return "background" if BACKGROUND.search(title) else "neutral"


def in_action(item: Item) -> bool:
    """True if the nearest heading above that says what it is for announces action."""
    for above in item.ancestors():
        title = above.title.text
        kind = purpose(title)
        if kind == "action":
            return True
        if kind != "neutral" and (above.level == 1 or (kind == "background" and BARE.fullmatch(title))):
            return False
    return False


def states_window(item: Item) -> bool:
    """True for the section that states the whole period."""
    return item.level <= 2 and WINDOW.fullmatch(item.title.text) is not None and not in_action(item)
