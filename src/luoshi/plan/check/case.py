"""The plan under check: its values, its words and the relations between them that the rules ask for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from luoshi.kit.spans import Span
from luoshi.kit.workdays import Workdays
from luoshi.plan.model import Annex, Node, Plan, Severity, Stage, Task, Time

ACTION = re.compile("任务|措施|步骤|安排|内容|重点|举措|分工|进度|清单|阶段|流程")
ASIDE = re.compile("目标|原则|要求|保障|组织机构|指导思想|总体|加强领导|意义|主题|范围|时间$")
FOR_ALL = re.compile("保障(?:措施|机制|工作)|组织(?:措施|领导|实施|保障)|工作(?:要求|保障)|有关要求|要求$")
LEAD_WORDS = 24
INNER_QUOTES = str.maketrans("“”", "‘’")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that a rule objects to: what was seen there and the way out, a short sentence each."""

    span: Span
    seen: str
    remedy: str


@dataclass(frozen=True)
class Case:
    """A plan, the text that it was read from, and of the organization, where known, its units and its calendar."""

    plan: Plan
    text: str
    units: tuple[str, ...] | None = None
    workdays: Workdays | None = None

    def words(self, span: Span) -> str:
        """The words at that place."""
        return self.text[span.start : span.end]

    def title_span(self, item: Node | Task | Stage) -> Span:
        """Where the item's title stands, or its first words where the title is not found as written."""
        found = self.text.find(item.title, item.span.start, item.span.end) if item.title else -1
        if found >= 0:
            return Span(found, found + len(item.title))
        words = self.words(item.span)[:LEAD_WORDS].split("\n")[0].rstrip()
        return Span(item.span.start, item.span.start + len(words))

    def trimmed(self, span: Span) -> Span:
        """The place without white space at its ends."""
        words = self.words(span)
        return Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))

    @cached_property
    def heading(self) -> Span:
        """Where the plan's title stands; the text's first line where it has none."""
        for name, span in self.plan.head_spans:
            if name == "title":
                return span
        start = len(self.text) - len(self.text.lstrip())
        end = self.text.find("\n", start)
        return Span(start, end if end >= 0 else len(self.text))

    @cached_property
    def body(self) -> Span:
        """The plan itself, from its title to the end of its last item, without what a page prints around it."""
        items: tuple[Node | Task | Annex, ...] = (*self.plan.outline, *self.plan.tasks, *self.plan.annexes)
        spans = [item.span for item in items]
        start = min([self.heading.start, *(span.start for span in spans)])
        return Span(start, max(span.end for span in spans) if spans else len(self.text))

    @cached_property
    def main(self) -> Span:
        """The body without its annexes."""
        annexes = [self.nodes[annex.node].span.start for annex in self.plan.annexes if annex.node in self.nodes]
        return Span(self.body.start, min([self.body.end, *annexes]))

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where the pattern matches inside the plan itself."""
        return pattern.finditer(self.text, self.body.start, self.body.end)

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Outline nodes by id."""
        return {node.id: node for node in self.plan.outline}

    @cached_property
    def children(self) -> dict[str, list[Node]]:
        """Outline nodes by the id of their parent, "" for the outermost, in document order."""
        grouped: dict[str, list[Node]] = {}
        for node in self.plan.outline:
            grouped.setdefault(parent_id(node.id), []).append(node)
        return grouped

    @cached_property
    def own_tasks(self) -> dict[str, list[Task]]:
        """Tasks by the very node that they stand at."""
        grouped: dict[str, list[Task]] = {}
        for task in self.plan.tasks:
            grouped.setdefault(task.node or "", []).append(task)
        return grouped

    @cached_property
    def tasks_at(self) -> dict[str, list[Task]]:
        """Tasks by the id of every node that they stand at or below; "" holds all."""
        grouped: dict[str, list[Task]] = {"": list(self.plan.tasks)}
        for task in self.plan.tasks:
            for node_id in lineage(task.node):
                grouped.setdefault(node_id, []).append(task)
        return grouped

    def lead_in(self, node: Node) -> Span:
        """The node's own opening: from its start to its first child, or the whole of it."""
        children = self.children.get(node.id)
        return Span(node.span.start, children[0].span.start if children else node.span.end)

    def opening(self, item: Node | Task) -> str:
        """The words of an item before its first child, or all of them."""
        node = item if isinstance(item, Node) else self.nodes.get(item.node or "")
        return self.words(self.lead_in(node) if node else item.span)

    def own_words(self, task: Task) -> str:
        """The task's words without those of the items inside it."""
        inner = self.children.get(task.node or "", []) if task.node else []
        words, place = [], task.span.start
        for node in inner:
            words.append(self.text[place : max(place, node.span.start)])
            place = max(place, node.span.end)
        return "".join(words) + self.text[place : max(place, task.span.end)]

    def stage_of(self, task: Task) -> Stage | None:
        """The stage that the task stands in: the one of its stage's title that encloses it, else the first so named."""
        named = [stage for stage in self.plan.stages if stage.title == task.stage]
        around = [stage for stage in named if stage.span.contains(task.span)]
        return next(iter(around or named), None)

    def is_aside(self, task: Task) -> bool:
        """True for a task in a section of aims, demands or organization, which binds everybody."""
        section = self.nodes.get((task.node or "").split(".")[0])
        titles = [section.title] if section else []
        titles.append(task.title)
        return any(FOR_ALL.search(title) or ASIDE.search(title) and not ACTION.search(title) for title in titles)

    @cached_property
    def dated_items(self) -> tuple[Stage | Task, ...]:
        """Everything that may have a time of its own, but a stage that is a task too only once."""
        stages = {stage.span for stage in self.plan.stages}
        return (*self.plan.stages, *(task for task in self.plan.tasks if task.span not in stages))

    @cached_property
    def working_tasks(self) -> tuple[Task, ...]:
        """Tasks of the sections that say what is to be done."""
        return tuple(task for task in self.plan.tasks if not self.is_aside(task))

    @cached_property
    def year(self) -> str | None:
        """The year that the plan is about, as its window or date of issue gives it."""
        dates = [self.plan.window.start, self.plan.window.end] if self.plan.window else []
        return next((day[:4] for day in (*dates, self.plan.issued) if day and day[0] != "-"), None)


Finder = Callable[[Case], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One question that a careful reader asks of a plan."""

    code: str
    severity: Severity
    title: str
    find: Finder


def parent_id(node_id: str) -> str:
    """The id of the node around that one, "" for an outermost one."""
    return node_id.rpartition(".")[0]


def lineage(node_id: str | None) -> Iterator[str]:
    """The node's own id, then those of the nodes around it, innermost first."""
    while node_id:
        yield node_id
        node_id = parent_id(node_id)


def timed(item: Task | Stage) -> Time | None:
    """The item's time where it has a first or last day."""
    return item.time if item.time and (item.time.start or item.time.end) else None


def short(words: str, limit: int = 18) -> str:
    """The words as a message quotes them: no white space, quotes halved, the middle cut beyond `limit` characters."""
    plain = "".join(words.split()).translate(INNER_QUOTES)
    return plain if len(plain) <= limit else f"{plain[: limit - 6]}…{plain[-5:]}"
