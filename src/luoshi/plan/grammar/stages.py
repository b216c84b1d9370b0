"""Recognizes the phases into which a plan divides its work in time. See docs/reading/stages.md."""

import re

from luoshi.plan.grammar.items import Item
from luoshi.plan.grammar.outline import walk
from luoshi.plan.grammar.sections import STAGED
from luoshi.plan.grammar.times import Calendar

PHASE = re.compile(r"阶段|第[一二三四五六]步")
PHASED_KINDS = ("stage:阶段", "stage:步", "stage:步骤", "stage:环节")
TYPICAL = re.compile(
    r"动员|部署|启动|准备|发动|自查|排查|摸底|实施|推进|整改|整治|检查|督查|验收|总结|评估|提升|巩固|试点|推广|筹备|申报|评选|征集|表彰"
    r"|制定.{0,4}方案|查摆|学习"
)
IN_TIME = re.compile(r"步骤|进度|阶段|\A(?:活动|工作|实施)?时间安排\Z")
NEAR = 40


def find_stages(root: Item, calendar: Calendar) -> list[Item]:
    """The items that are stages, in order; none of them lies inside another."""
    found: list[Item] = []
    for parent in (root, *walk(root)):
        if any(above in found for above in (parent, *parent.ancestors())):
            continue
        found += _phases(parent, calendar)
    return sorted(found, key=lambda item: item.start)


def _phases(parent: Item, calendar: Calendar) -> list[Item]:
    children = [child for child in parent.children if not child.is_attribute]
    if len(children) < 2:
        return []
    named = [child for child in children if child.kind in PHASED_KINDS or PHASE.search(child.title.text)]
    if len(named) > 1 and len(named) * 2 >= len(children):
        return [child for child in children if child.kind == named[0].kind]
    title = parent.title.text
    if not STAGED.search(title):
        return []
    dated = [child for child in children if _dated_heading(child, calendar)]
    if IN_TIME.search(title):
        typical = [child for child in children if TYPICAL.search(child.title.text)]
        return children if len(typical) * 2 > len(children) or len(dated) * 2 > len(children) else []
    return children if len(dated) == len(children) else []


def _dated_heading(item: Item, calendar: Calendar) -> bool:
    own = item.own()[0]
    dates = calendar.within(own)
    return bool(dates) and dates[0].span.start <= item.title.body + 3 and dates[0].form != "past"
