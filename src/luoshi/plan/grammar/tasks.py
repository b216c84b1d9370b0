"""Decides which items are tasks and gathers who, when and how much of each. See docs/reading/tasks.md."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from luoshi.kit.spans import Span
from luoshi.plan.grammar.duties import bracketed_duties, labelled_duties, parties, settle, split_names
from luoshi.plan.grammar.items import Item
from luoshi.plan.grammar.labels import Label, find_labels, label_of
from luoshi.plan.grammar.outline import walk
from luoshi.plan.grammar.sections import in_action, purpose, states_window
from luoshi.plan.grammar.targets import read_targets
from luoshi.plan.grammar.texts import Cover, bracket_pairs, is_unit, without_bracket
from luoshi.plan.grammar.times import Calendar
from luoshi.plan.model import Duty, Target, Task, Time

MERE_NOUN = re.compile(
    r"(?:工作|活动|总体|主要|具体|本次|学习|讨论)?(?:指导思想|基本原则|原则|目标|目标要求|主题|范围|对象|意义|目的|要求)"
)
UNIT_DUTY = re.compile(r"[：:，,\s]*(?:主要|具体|重点|牵头)?(?:负责|牵头|承担|指导|组织|做好|会同|统筹)")
HEADING_UNIT = re.compile(
    r"[^\s，。；：]{1,18}?(?:局|委|办|办公室|部|厅|处|科|室|中心|公司|集团|政府|镇|乡|街道|办事处|院|学校|队|所|站|单位|部门|小组"
    r"|委员会|银行|社|工会|团委|妇联|学院|医院)"
)
SHARED_OUT = re.compile(r"分工|职责")
ABOVE = re.compile(r"\s*[（(〔]?(?:以上|上述|前述)[^，。；：:]{0,12}(?:单位|部门|科室|处室|股室|领导|人)")
HEADING_REACH = 30


@dataclass(slots=True)
class Facts:
    """What one item states of its own."""

    duties: list[Duty] = field(default_factory=list)
    time: Time | None = None
    targets: list[Target] = field(default_factory=list)
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.duties or self.time or self.targets)


class Reader:
    """Reads the facts of every item of one text and makes the tasks."""

    def __init__(self, text: str, root: Item, calendar: Calendar, stages: Sequence[Item], listing: bool) -> None:
        self.text = text
        self.root = root
        self.calendar = calendar
        self.stages = set(map(id, stages))
        self.listing = listing
        self.pairs = bracket_pairs(text, root.start, root.end)
        self.openings = list(self.pairs)
        self.facts: dict[int, Facts] = {}
        for item in walk(root):
            if not item.is_attribute:
                self.facts[id(item)] = self._read(item)
        for item in walk(root):
            if not item.is_attribute:
                self._hand_up(item)
        for item in walk(root):
            self._hoist(item)

    def of(self, item: Item) -> Facts:
        """The item's facts."""
        return self.facts[id(item)]

    def tasks(self) -> list[Task]:
        """The tasks in the order of the text."""
        return [self._task(item) for item in walk(self.root) if not item.is_attribute and self._is_task(item)]

    def _task(self, item: Item) -> Task:
        facts = self.of(item)
        chain = [item, *item.ancestors()]
        stage = next((above.title.text for above in chain if id(above) in self.stages), None)
        return Task(item.title.text, item.id, stage, settle(facts.duties), facts.time, tuple(facts.targets), item.span)

    def _is_task(self, item: Item) -> bool:
        facts = self.of(item)
        if states_window(item):
            return bool(facts.duties or facts.targets)
        if id(item) in self.stages:
            return not self._items_below(item) or bool(facts.duties or facts.targets)
        if facts:
            return True
        if self._items_below(item) or MERE_NOUN.fullmatch(item.title.text) or purpose(item.title.text) == "objects":
            return False
        if item.in_sentence:
            return False
        if in_action(item) or any(id(above) in self.stages for above in item.ancestors()):
            return True
        if any(purpose(above.title.text) != "neutral" for above in item.ancestors()):
            return False
        kind = purpose(item.title.text)
        return kind == "action" or (self.listing and kind == "neutral")

    def _items_below(self, item: Item) -> bool:
        """True if the item has children other than attributes and members of an enumeration inside one sentence."""
        return any(not child.is_attribute and (not child.in_sentence or child.children) for child in item.children)

    def _read(self, item: Item) -> Facts:
        own = item.own()
        own[0] = Span(max(own[0].start, min(item.body, own[0].end)), own[0].end)
        labels = [label for stretch in own for label in find_labels(self.text, stretch.start, stretch.end)]
        labels += item.labels
        labels += [label for child in item.children if child.is_attribute for label in _as_label(child)]
        year = next((self.of(above).year for above in item.ancestors() if self.of(above).year), None)
        facts = Facts(self._duties(item, own, labels))
        taken = [Span(label.span.start, label.value.end) for label in labels if label.kind in ("duty", "contact")]
        told = self._told(own, labels)
        facts.time = self.calendar.labelled(labels, year) or self.calendar.first(told, Cover(taken), year)
        taken += [Span(label.span.start, label.value.end) for label in labels if label.kind in ("deadline", "time")]
        facts.targets = self._without_announced(item, read_targets(self.text, told, Cover(taken)))
        facts.year = _stated_year(item, facts.time)
        if states_window(item):
            facts.time = None
        return facts

    def _told(self, own: list[Span], labels: list[Label]) -> list[Span]:
        """The item's own text; where it answers a problem, only what stands behind 整改措施："""
        measures = next((label for label in labels if label.kind == "measures"), None)
        if measures is None:
            return own
        start = measures.value.start
        return [Span(max(stretch.start, start), stretch.end) for stretch in own if stretch.end > start]

    def _duties(self, item: Item, own: list[Span], labels: list[Label]) -> list[Duty]:
        duties = labelled_duties(self.text, labels)
        taken = Cover(Span(label.span.start - 1, label.value.end) for label in labels if label.kind == "duty")
        for stretch in own:
            pairs = [pair for pair in self._pairs_in(stretch) if not taken.holds(pair[0])]
            duties += bracketed_duties(self.text, pairs, stretch.end)
        return duties or self._heading_unit(item)

    def _pairs_in(self, stretch: Span) -> list[tuple[int, int]]:
        first, last = (bisect_left(self.openings, at) for at in stretch)
        return [(at, self.pairs[at]) for at in self.openings[first:last] if self.pairs[at] < stretch.end]

    def _heading_unit(self, item: Item) -> list[Duty]:
        """The unit that is the item's heading: （一）市工信局:负责…"""
        title = item.title
        names = split_names(self.text, title.span)
        if not names or not all(_heads_as_unit(self.text[name.start : name.end]) for name in names):
            return []
        shared = item.parent is not None and SHARED_OUT.search(item.parent.title.text)
        if shared or UNIT_DUTY.match(self.text, title.span.end, min(item.end, title.span.end + 20)):
            return parties(self.text, title.span, "unit")
        return []

    def _without_announced(self, item: Item, targets: list[Target]) -> list[Target]:
        """Targets less those that only announce what the children then set out."""
        titles = [child.title.text for child in item.children]
        return [t for t in targets if not any(t.text in title for title in titles)]

    def _hand_up(self, item: Item) -> None:
        """Gives the section above what a label says of all that stands before it: 以上工作责任单位：…"""
        parent = item.parent
        if parent is None or parent.level == 0 or id(parent) not in self.facts or item.children:
            return
        facts, above = self.of(item), self.of(parent)
        handed = [duty for duty in facts.duties if ABOVE.search(self.text, *self._sentence(item, duty.span.start))]
        facts.duties = [duty for duty in facts.duties if duty not in handed]
        above.duties += handed

    def _sentence(self, item: Item, at: int) -> tuple[int, int]:
        """Where the sentence or line begins in which that offset of the item stands, and the offset."""
        return max(item.start, *(self.text.rfind(mark, item.start, at) + 1 for mark in "。\n")), at

    def _hoist(self, item: Item) -> None:
        """Gives a section the duty that stands on a line of its own behind its last item, if no other item has one."""
        children = [child for child in item.children if not child.is_attribute]
        if len(children) < 2 or id(item) not in self.facts or self.of(item).duties:
            return
        last = self.of(children[-1])
        if not last.duties or any(self.of(child).duties for child in children[:-1]) or children[-1].children:
            return
        line = self.text.rfind("\n", children[-1].start, last.duties[0].span.start)
        if children[-1].run_in or (line >= 0 and label_line(self.text, line)):
            self.of(item).duties, behind = last.duties, last.duties[-1].span.end
            last.duties = []
            if last.time and last.time.span.start > behind and not self.of(item).time:
                self.of(item).time, last.time = last.time, None


def _heads_as_unit(name: str) -> bool:
    bare = without_bracket(name)
    return HEADING_UNIT.fullmatch(bare) is not None or (bare.startswith("各") and is_unit(bare))


def label_line(text: str, line: int) -> bool:
    """True if the line that begins behind this break opens with a duty's label."""
    labels = find_labels(text, line, min(len(text), line + 40))
    return bool(labels) and labels[0].kind == "duty" and not text[line : labels[0].span.start].strip(" \u3000\n（(〔【")


def _as_label(child: Item) -> list[Label]:
    kind = label_of(child.title.text)
    if kind is None:
        return []
    return [Label(kind[0], kind[1], child.title.text, child.title.span, Span(child.title.body, child.end))]


def _stated_year(item: Item, time: Time | None) -> int | None:
    """The year that the item's heading states, for the times below it."""
    if time is None or "year" in time.inferred or time.span.start > item.title.body + HEADING_REACH:
        return None
    date = time.start or time.end
    return int(date[:4]) if date and not date.startswith("--") else None
