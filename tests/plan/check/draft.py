"""Plans written by hand for checking: text and values grow together, so that every span shows the words it means."""

from dataclasses import replace

from luoshi.kit.spans import Span
from luoshi.plan.check import check
from luoshi.plan.model import Annex, Comparator, Duty, Finding, Node, Person, Plan, Role, Stage, Target, Task, Time

Dates = tuple[str, str | None, str | None]
LABELS: dict[Role, str] = {
    "lead_person": "牵头领导",
    "person": "责任人",
    "lead_unit": "牵头单位",
    "unit": "责任单位",
    "support_unit": "配合单位",
}


class Draft:
    """A plan in the making; items are named by their place in the outline, such as "2.1", parents first."""

    def __init__(self, title: str = "关于开展河岸整治行动的方案", **head: str) -> None:
        self.text = title + "\n"
        self.head = head
        self.title = title
        self.window: Time | None = None
        self.nodes: list[Node] = []
        self.stages: list[Stage] = []
        self.tasks: list[Task] = []
        self.people: list[Person] = []
        self.annexes: list[Annex] = []

    def write(self, words: str) -> Span:
        """Appends the words and tells where they stand."""
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def period(self, text: str, start: str | None, end: str | None) -> "Draft":
        self.window = Time(text, start, end, self._find(text, self.write(f"活动时间为{text}。\n")))
        return self

    def item(self, place: str, marker: str | None, title: str, body: str = "") -> "Draft":
        span = self.write(f"{marker or ''}{title}{body}\n")
        self.nodes.append(Node(place, place.count(".") + 1, marker, title, Span(span.start, span.end - 1)))
        for at, node in enumerate(self.nodes):
            if place.startswith(node.id + "."):
                self.nodes[at] = replace(node, span=Span(node.span.start, span.end - 1))
        return self

    def stage(self, place: str, marker: str, title: str, time: Dates | None = None, body: str = "") -> "Draft":
        self.item(place, marker, title, f"（{time[0]}）{body}" if time else body)
        span = self.nodes[-1].span
        self.stages.append(Stage(title, self._time(time, span), place, span))
        return self

    def task(
        self,
        place: str,
        marker: str | None,
        title: str,
        *,
        body: str = "",
        duties: tuple[tuple[Role, str], ...] = (),
        time: Dates | None = None,
        targets: tuple[tuple[str, str, Comparator, float, str], ...] = (),
        stage: str | None = None,
    ) -> "Draft":
        labels = "".join(f"{LABELS[role]}：{name}。" for role, name in duties)
        self.item(place, marker, title, f"。{body}{labels}" + (f"时限：{time[0]}。" if time else ""))
        span = self.nodes[-1].span
        parties, after = [], span.start
        for role, name in duties:
            found = Span(
                self.text.index(f"：{name}。", after) + 1, self.text.index(f"：{name}。", after) + 1 + len(name)
            )
            parties.append(Duty(role, name, found))
            after = found.end
        counted = [Target(text, *rest, None, self._find(text, span)) for text, *rest in targets]  # type: ignore[arg-type]
        when = self._time(time, span)
        self.tasks.append(Task(title, place, stage, tuple(parties), when, tuple(counted), span))
        return self

    def _find(self, words: str, span: Span) -> Span:
        start = self.text.rindex(words, span.start, span.end)
        return Span(start, start + len(words))

    def _time(self, time: Dates | None, span: Span) -> Time | None:
        return Time(*time, self._find(time[0], span)) if time else None

    def plan(self) -> Plan:
        spans = {node.id: node.span for node in self.nodes}
        return Plan(
            title=self.title,
            issuer=None,
            document_number=None,
            issued=self.head.get("issued"),
            window=self.window,
            outline=tuple(self.nodes),
            stages=tuple(replace(stage, span=spans[stage.node or ""]) for stage in self.stages),
            tasks=tuple(replace(task, span=spans[task.node or ""]) for task in self.tasks),
            people=tuple(self.people),
            references=(),
            recipients=(),
            annexes=tuple(self.annexes),
            findings=(),
            head_spans=(("title", Span(0, len(self.title))),),
        )

    def findings(self, units: tuple[str, ...] | None = None) -> tuple[Finding, ...]:
        return check(self.plan(), self.text, units)

    def found(self, code: str, units: tuple[str, ...] | None = None) -> list[str]:
        """The words that findings of this code stand at."""
        return [self.text[f.span.start : f.span.end] for f in self.findings(units) if f.code == code]
