"""The structure that was read, item by item, as the right-hand side of the adopt page."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from luoshi.campaigns.draft import UNIT_ROLES, Item
from luoshi.faces.desk.plans.addresses import Addresses, anchor
from luoshi.faces.desk.plans.board import Board
from luoshi.faces.desk.plans.doubts import Doubt, weight_word
from luoshi.faces.desk.plans.settling import Settling
from luoshi.faces.desk.plans.words import (
    day_words,
    guessed,
    ordinal,
    recurrence_words,
    span_words,
    target_words,
)


class Items:
    """Draws the items of one board."""

    def __init__(self, board: Board, urls: Addresses, token: str) -> None:
        self._board, self._urls = board, urls
        self._settling = Settling(urls.units, token, list(board.units.values()))
        self._edit, self._confirm, self._source = escape(_("改")), escape(_("确认")), escape(_("看原句"))
        self._language, self._said = get_language() or "", _("原文“%(words)s”")
        self._instead, self._weights = (
            _("换成%(unit)s"),
            {tone: escape(weight_word(tone)) for tone in ("bad", "warn", "")},
        )
        self._parties: dict[tuple[str, bool], str] = {}
        self._keep, self._unstated = escape(_("保留")), escape(_("原文未写"))
        self._labels = {
            "lead_person": _("牵头领导"), "lead": _("牵头单位"), "support": _("配合"), "person": _("责任人"),
            "due": _("时限"), "targets": _("目标"),
        }  # fmt: skip

    def sections(self, only_open: bool) -> Iterator[str]:
        """A section for each run of tasks of one stage, in the order of the text; stages without tasks among them."""
        for key, tasks in self._runs():
            shown = [task for task in tasks if not only_open or self._board.is_open(task["key"])]
            if shown or not only_open or self._board.is_open(key):
                rows = "".join(self.task(task) for task in shown)
                yield f"<section>{self.stage(key)}<ol>{rows}</ol></section>"

    def _runs(self) -> list[tuple[str, list[Item]]]:
        board = self._board
        runs = [
            (key, list(tasks))
            for key, tasks in groupby(
                board.draft["tasks"], lambda task: task["stage"] if task["stage"] in board.stages else ""
            )
        ]
        busy = {key for key, _tasks in runs}
        for key, stage in board.stages.items():
            if key not in busy:
                later = (
                    at for at, (_key, tasks) in enumerate(runs) if tasks and tasks[0]["span"][0] > stage["span"][0]
                )
                runs.insert(next(later, len(runs)), (key, []))
        return runs

    def stage(self, key: str) -> str:
        """The heading of a stage with its dates and doubts; of the tasks outside all stages when the key is empty."""
        stage = self._board.stages.get(key)
        if stage is None:
            return f'<h3 class="none">{escape(_("不在阶段内"))}</h3>' if self._board.stages else ""
        number = list(self._board.stages).index(key) + 1
        words = span_words(stage["start"], stage["end"], self._board.year)
        said = f'<small class="soft">{self._quoted(stage["time_text"])}</small>' if stage["time_text"] else ""
        dates = f'<span class="soft">{self._guessed(words, stage["inferred"])}</span>' if words else ""
        return (
            f'<div {self._frame("stages", stage)}><h3><span class="song">{ordinal(number)}</span>'
            f'<span class="name">{escape(stage["title"])}</span>{dates}{said}{self._acts("stages", stage)}</h3>'
            f"{self._notes('stages', stage)}</div>"
        )

    def task(self, task: Item) -> str:
        """One task: number, title, parties, limit, targets, what to look at, and the names to be settled here."""
        key, number, at = task["key"], self._board.numbers[task["key"]], task["span"][0]
        blocks = "".join(self._question(name) for name in self._board.settled_at.get(key, ()))
        return (
            f"<li {self._frame('tasks', task)}>"
            f'<header><a class="no" href="#s{at}" title="{self._source}">{number}</a><h4>{escape(task["title"])}</h4>'
            f'{self._acts("tasks", task)}<a class="src" href="#s{at}">{escape(task["clause"]) or self._source}</a>'
            f"</header><dl>{''.join(self._rows(task))}</dl>{self._notes('tasks', task)}{blocks}</li>"
        )

    def _question(self, name: str) -> str:
        board = self._board
        if not board.editable:
            return ""
        item, place, count = board.names[name], board.open_names[name], board.mentions[name]
        if item["is_set"]:
            return self._settling.group(name, place, count, self._urls.settle(name), item["rev"])
        return self._settling.unit(name, place, count, item["rev"])

    def _frame(self, part: str, item: Item) -> str:
        key, span = item["key"], item.get("span")
        place = f' data-span="{span[0]}-{span[1]}"' if span and part == "tasks" else ""
        style = f"of-{part}{' open' if self._board.editable and self._board.is_open(key) else ''}"
        name = f'id="{anchor(key)}" data-k="{key}" data-part="{part}" data-rev="{item["rev"]}"{place}'
        return f'{name} class="{style}" tabindex="-1"'

    def _acts(self, part: str, item: Item) -> str:
        if not self._board.editable:
            return ""
        key, rev = item["key"], item["rev"]
        inferred = item["inferred"] or any(duty["inferred"] for duty in item.get("duties", ()))
        confirm = self._urls.of(part, key, "confirm", rev)
        button = f'<button class="lnk" form="acts" formaction="{confirm}">{self._confirm}</button>' if inferred else ""
        return f'<span class="do">{button}<a class="edit" href="{self._urls.of(part, key)}">{self._edit}</a></span>'

    def _rows(self, task: Item) -> Iterator[str]:
        by_role: dict[str, list[Item]] = {}
        for duty in task["duties"]:
            by_role.setdefault(duty["role"], []).append(duty)
        if "lead_person" in by_role:
            yield self._row("lead_person", "、".join(escape(duty["name"]) for duty in by_role["lead_person"]))
        leads, rest = _leading(by_role, task["each_leads"])
        yield self._row("lead", self._lead(task, leads, rest) if leads else self._missing(task))
        if rest:
            yield self._row("support", "；".join(self.party(duty["name"]) for duty in rest))
        if "person" in by_role:
            yield self._row("person", "、".join(escape(duty["name"]) for duty in by_role["person"]))
        yield self._row("due", self._limit(task))
        if task["targets"]:
            yield self._row("targets", "；".join(escape(target_words(target)) for target in task["targets"]))

    def _row(self, name: str, value: str) -> str:
        return f"<div><dt>{escape(self._labels[name])}</dt><dd>{value}</dd></div>"

    def _lead(self, task: Item, leads: list[Item], rest: list[Item]) -> str:
        guess = "lead" in leads[0]["inferred"] and not task["each_leads"]
        names = "；".join(self.party(duty["name"], guess=guess) for duty in leads)
        others = [duty["name"] for duty in rest if duty["role"] == "unit"]
        if not guess or not others or not self._board.editable:
            return names
        url = self._urls.of("tasks", task["key"], "lead", task["rev"])
        label = escape(self._instead % {"unit": others[0]})
        button = f'<button class="lnk" form="acts" formaction="{url}" name="lead" value="{escape(others[0])}">'
        return f"{names}　{button}{label}</button>"

    def party(self, name: str, *, guess: bool = False) -> str:
        """A unit as the organization names it, with the plan's word where that differs; red while it is unknown."""
        known = self._parties.get((name, guess))
        if known is None:
            known = self._parties[name, guess] = self._party(name, guess)
        return known

    def _party(self, name: str, guess: bool) -> str:
        item = self._board.names[name]
        if item["set"] in self._board.sets:
            count = len(self._board.sets[item["set"]].members)
            members = ngettext("%(n)s家", "%(n)s家", count) % {"n": count}
            return f'{escape(name)} <span class="set">{escape(members)}</span>'
        unit = self._board.units.get(item["unit"])
        if unit is None:
            text = _("“%(name)s”待认定") if item["is_set"] else _("“%(name)s”未在机构名录中")
            said = escape(text % {"name": name})
            target = f"u{self._board.open_names[name]}" if name in self._board.open_names else ""
            return f'<a class="err" href="#{target}">{said}</a>' if self._board.editable else said
        shown = self._guessed(unit.name, ["lead"]) if guess else escape(unit.name)
        return shown if unit.name == name else f'{shown} <span class="soft">{self._quoted(name)}</span>'

    def _missing(self, task: Item) -> str:
        said = f'<span class="soft">{self._unstated}</span>'
        if not self._board.editable:
            return said
        return f'{said}　<a href="{self._urls.of("tasks", task["key"])}">{escape(_("填写"))}</a>'

    def _limit(self, task: Item) -> str:
        often = recurrence_words(task["recurrence"])
        if not task["due"]:
            start = _("%(day)s起") % {"day": day_words(task["start"], self._board.year)} if task["start"] else ""
            said = "，".join(filter(None, (start, often)))
            return f"{escape(said)}{self._soft(task['time_text'])}" if said else self._missing(task)
        words = day_words(task["due"], self._board.year)
        marks = [mark for mark in task["inferred"] if mark.startswith("due") or mark == "year"]
        return f"{self._guessed(words, marks)}{escape(f'，{often}') if often else ''}{self._soft(task['time_text'])}"

    def _notes(self, part: str, item: Item) -> str:
        doubts = self._board.doubts.get(item["key"], [])
        url = self._urls.of(part, item["key"], rev=item["rev"])
        last = next((at for at in range(len(doubts) - 1, -1, -1) if doubts[at].tone), -1)
        return "".join(self._note(doubt, url, keeps=at == last) for at, doubt in enumerate(doubts))

    def _note(self, doubt: Doubt, url: str, *, keeps: bool) -> str:
        style = {"bad": ' class="err"'}.get(doubt.tone, "")
        buttons = ""
        if self._board.editable:
            buttons = "".join(_button(url, fix.field, fix.value, fix.label) for fix in doubt.fixes)
            buttons += _button(url, "checked", "1", self._keep) if keeps else ""
        picks = f'<p class="pick">{buttons}</p>' if buttons else ""
        word = f"<b{style}>{self._weights[doubt.tone]}</b>"
        return f'<div class="note {doubt.tone}">{word}{escape(doubt.text)}{picks}</div>'

    def _guessed(self, words: str, marks: list[str]) -> str:
        return guessed(words, tuple(marks), self._language)

    def _quoted(self, words: str) -> str:
        return escape(self._said % {"words": words})

    def _soft(self, words: str) -> str:
        return f' <span class="soft">{self._quoted(words)}</span>' if words else ""

    def head(self) -> str:
        """The plan's head: title, issuer, number, dates, and what is doubted of the plan as a whole."""
        head, year = self._board.head, self._board.year
        window = span_words(head["start"], head["end"], year)
        rows = (
            (_("发文机关"), escape(head["issuer"])),
            (_("文号"), escape(head["document_number"])),
            (_("成文日期"), escape(day_words(head["issued"], 0, weekday=False)) if head["issued"] else ""),
            (
                _("活动时间"),
                self._guessed(window, head["inferred"]) + (f" {self._soft(head['window_text'])}" if window else ""),
            ),
        )
        shown = "".join(
            f"<div><dt>{escape(label)}</dt><dd>{value or f'<span class=soft>{self._unstated}</span>'}</dd></div>"
            for label, value in rows
        )
        title = escape(head["title"]) or f'<span class="soft">{self._unstated}</span>'
        return (
            f'<div {self._frame("head", head)}><h3><span class="name">{title}</span>{self._acts("head", head)}</h3>'
            f"<dl>{shown}</dl>{self._notes('head', head)}</div>"
        )


def _leading(by_role: dict[str, list[Item]], each: bool) -> tuple[list[Item], list[Item]]:
    """(who leads, who supports) among a task's units, as issuing will have it."""
    named, listed, support = (by_role.get(role, []) for role in UNIT_ROLES)
    leads = named or (listed if each else listed[:1])
    return leads, [duty for duty in (*named, *listed, *support) if duty not in leads]


def _button(url: str, name: str, value: str, label: str) -> str:
    field = f'name="{name}" value="{escape(value)}"'
    return f'<button class="btn" form="acts" formaction="{url}" {field}>{escape(label)}</button>'
