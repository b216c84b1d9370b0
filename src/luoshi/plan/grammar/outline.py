"""Builds the tree of items from the markers that continue one another. See docs/reading/outline.md."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator

from luoshi.kit.spans import Span
from luoshi.plan.grammar.flattened import TABLE_END, find_flowing_rows, glued_columns, learn_units, split_glued
from luoshi.plan.grammar.frame import Frame
from luoshi.plan.grammar.items import ROOT_KIND, Item, Series
from luoshi.plan.grammar.labels import find_labels
from luoshi.plan.grammar.markers import Candidate, find_candidates, rank_of
from luoshi.plan.grammar.tables import Row, find_rows
from luoshi.plan.grammar.texts import BLANKS, Cover, strip
from luoshi.plan.grammar.titles import read_title

DEEPEST = 9
MOST_ITEMS = 5_000
SKIPPED = 3
HEADING_LEAST = 4
ROW = "row"
SOFT = ("；", ";", "，", ",", "、")
SECTIONS = ("cn", "paren", "num")
LEAD = re.compile(r"[^\s，,。；;：:\d（(][^，,。；;：:\n]{1,29}[。.．](?=[^\n]{8})")
NO_LETTER = re.compile(r"[\W_]{0,60}\Z")


def build_outline(frame: Frame) -> Item:
    """The root of the plan's items; its descendants are the outline."""
    builder = Builder(frame)
    builder.run()
    return builder.root


def walk(item: Item) -> Iterator[Item]:
    """The item's descendants in the order of the text."""
    pending = list(reversed(item.children))
    while pending:
        child = pending.pop()
        yield child
        pending.extend(reversed(child.children))


class Builder:
    """Takes candidates in order, keeps the path of open items, and closes what a newcomer ends."""

    def __init__(self, frame: Frame) -> None:
        self.text = frame.text
        self.end = frame.body.end
        self.root = Item(ROOT_KIND, 0, None, frame.body.start, frame.body.start, 0, None, end=self.end)
        self.path = [self.root]
        self.seen: dict[str, int] = {}
        self.count = 0
        self.apart = deque(frame.apart)
        self.apart_until = 0
        self.breaks = [match.start() for match in re.finditer("\n", self.text[: self.end])]
        self.lead_checked = (self.root, 0, False)
        self.rows = {row.span.start: row for row in _all_rows(self.text, frame.body)}
        self.candidates = _with_rows(find_candidates(self.text, frame.body.start, self.end), list(self.rows.values()))

    def run(self) -> None:
        """Builds the whole tree."""
        following = _next_of_kind(self.candidates)
        for index, candidate in enumerate(self.candidates):
            self._pass_over(candidate.start)
            if self.count >= MOST_ITEMS:
                break
            behind = self.candidates[index + 1].start if index + 1 < len(self.candidates) else self.end
            if candidate.start >= self.apart_until and not NO_LETTER.match(self.text, candidate.end, behind):
                self._place(candidate, following[index])
        self._pass_over(self.end)
        self._close(0, self.end)
        number_and_name(self.text, self.root)

    def _newline(self, start: int, end: int) -> int:
        """The first line break in text[start:end], -1 if there is none."""
        index = bisect_left(self.breaks, start)
        return self.breaks[index] if index < len(self.breaks) and self.breaks[index] < end else -1

    def _pass_over(self, at: int) -> None:
        """Closes what ends by itself before the offset: run-in items with their paragraph, all at a signature."""
        while self.apart and self.apart[0].start <= at:
            zone = self.apart.popleft()
            self.apart_until = max(self.apart_until, zone.end)
            if zone.start > self.path[-1].start:
                self._lost_markers(zone.start)
                self._close(0, zone.start)
        self._lost_markers(at)
        if 0 < self.path[-1].stop <= at:
            self._close(len(self.path) - 2, self.path[-1].stop)
        while self.path[-1].run_in:
            stop = self._newline(self.path[-1].start, at)
            if stop < 0:
                break
            self._close(len(self.path) - 2, stop)

    def _close(self, depth: int, end: int) -> None:
        """Leaves the path at that depth; what was open below ends there."""
        while len(self.path) - 1 > depth:
            item = self.path.pop()
            stop = end
            while stop > item.start + 1 and self.text[stop - 1] in BLANKS + "\n":
                stop -= 1
            item.end = max(stop, item.end, *(child.end for child in item.children[-1:]))

    def _place(self, candidate: Candidate, following: Candidate | None) -> None:
        depth = self._continued(candidate)
        if depth is None:
            depth = self._opened(candidate, following)
        if depth is not None and depth < DEEPEST:
            self._add(candidate, depth)

    def _add(self, candidate: Candidate, depth: int) -> None:
        self._close(depth, candidate.start)
        parent = self.path[-1]
        at_line = candidate.place == "line"
        marker = self.text[candidate.start : candidate.end].strip()
        item = Item(
            candidate.kind, candidate.ordinal, marker, candidate.start, candidate.end, depth + 1, parent, at_line
        )
        item.run_in = not at_line
        row = self.rows.get(candidate.start) if candidate.kind == ROW else None
        if row:
            item.marker = self.text[row.marker.start : row.marker.end] if row.marker else None
            item.body, item.head_end = row.title
            item.stop, item.labels = row.span.end, list(row.labels)
        self._enter(item, parent)
        self.seen[candidate.kind] = candidate.ordinal

    def _enter(self, item: Item, parent: Item) -> None:
        before = parent.series.get(item.kind)
        last = max(item.ordinal, before.last) if before and item.ordinal != 1 else item.ordinal
        parent.series[item.kind] = Series(last, item.at_line, item)
        parent.children.append(item)
        self.path.append(item)
        self.count += 1

    def _continued(self, candidate: Candidate) -> int | None:
        """Depth of the open item whose list the candidate continues, None if there is none."""
        if candidate.kind == "annex":
            return 0
        if candidate.kind == ROW:
            return len(self.path) - 1
        depths = range(len(self.path) - 1, -1, -1)
        series = [(depth, found) for depth in depths if (found := self.path[depth].series.get(candidate.kind))]
        if candidate.kind == "dash":
            written = self.text[candidate.start : candidate.end]
            return next((depth for depth, found in series if found.item.marker == written), None)
        exact = [(depth, found) for depth, found in series if candidate.ordinal == found.last + 1]
        if candidate.place != "line":
            twice = [(depth, found) for depth, found in series if self._printed_twice(candidate, found)]
            return next((depth for depth, found in [*exact, *twice] if self._may_continue(candidate, found)), None)
        exact = [pair for pair in exact if pair[1].at_line] or exact
        if exact:
            return exact[0][0]
        near = [depth for depth, found in series if found.at_line and 0 <= candidate.ordinal - found.last <= SKIPPED]
        return near[0] if near and not candidate.loose and candidate.ordinal > 1 else None

    def _printed_twice(self, candidate: Candidate, series: Series) -> bool:
        """True for a section's number that stands behind a full stop as it stood before the section above."""
        return candidate.place == "sentence" and candidate.kind == "cn" and candidate.ordinal == series.last > 1

    def _may_continue(self, candidate: Candidate, series: Series) -> bool:
        """Inside a line only a list of the same paragraph goes on, or, after a full stop, one that lost its break."""
        if candidate.place == "sentence" and not candidate.loose and candidate.kind in SECTIONS:
            return True
        return self._newline(series.item.start, candidate.start) < 0

    def _opened(self, candidate: Candidate, following: Candidate | None) -> int | None:
        """Depth of the item under which the candidate opens a list, None if it is no marker here."""
        kind, at_line, top = candidate.kind, candidate.place == "line", len(self.path) - 1
        if kind == "dash":
            return self._under_dash(top)
        if candidate.loose:
            pair = candidate.ordinal == 1 and at_line and following and following.loose and following.place == "line"
            return top if pair and following and following.ordinal == 2 else None
        if candidate.ordinal == 1:
            if at_line:
                return self._restart(candidate, top)
            return top if following and following.ordinal == 2 and self._same_stretch(candidate, following) else None
        continues = kind in self.seen and candidate.ordinal == self.seen[kind] + 1 and not kind.startswith("count")
        if continues and candidate.place != "comma":
            return self._by_rank(candidate)
        if at_line and kind in ("cn", "paren", "num", "nparen", "stage:阶段") and candidate.ordinal <= 40:
            return self._by_rank(candidate)
        return None

    def _under_dash(self, top: int) -> int:
        while top > 0 and self.path[top].kind == "dash":
            top -= 1
        return top

    def _same_stretch(self, one: Candidate, other: Candidate) -> bool:
        if one.kind in SECTIONS and one.place == "sentence":
            return True
        return self._newline(one.start, other.start) < 0

    def _restart(self, candidate: Candidate, top: int) -> int:
        """Where a list that begins anew at a line's start belongs."""
        kinds = [item.kind for item in self.path]
        if candidate.kind not in kinds:
            return top
        depth = len(kinds) - 1 - kinds[::-1].index(candidate.kind)
        if depth == top and candidate.kind != "cn" and not self._plain_line_between(self.path[top], candidate.start):
            return top
        return depth - 1

    def _plain_line_between(self, item: Item, at: int) -> bool:
        first = self._newline(item.start, at)
        return first >= 0 and bool(self.text[first : min(at, first + 200)].strip())

    def _by_rank(self, candidate: Candidate) -> int:
        """Under the innermost open item whose marker usually stands above this one."""
        for depth in range(len(self.path) - 1, 0, -1):
            kind = self.path[depth].kind
            if rank_of(kind) < candidate.rank and kind != "dash":
                return depth
        return 0

    def _lost_markers(self, at: int) -> None:
        """Adds the paragraphs before the offset that continue the innermost list but lost their markers."""
        while self.path[-1].level > 0 and self.path[-1].at_line and self.count < MOST_ITEMS:
            item = self.path[-1]
            first = self._newline(item.start, at)
            if first < 0 or item.kind == "cn":
                return
            if self.lead_checked[0] is not item:
                self.lead_checked = (item, first, self._leads(item.body, first))
            if not self.lead_checked[2]:
                return
            start = self._next_lead(item, at)
            if start is None:
                return
            self._add_unmarked(item, start)

    def _next_lead(self, item: Item, at: int) -> int | None:
        line = self.lead_checked[1]
        while 0 <= line < at:
            stop = self._newline(line + 1, at)
            start, end = strip(self.text, line + 1, stop if stop >= 0 else at)
            if start < end and self._leads(start, end):
                return start
            if stop >= 0:
                self.lead_checked = (item, stop, True)
            line = stop
        return None

    def _leads(self, start: int, end: int) -> bool:
        """True for a paragraph with a lead phrase and a duty of its own."""
        start, end = strip(self.text, start, end)
        if not LEAD.match(self.text, start, end):
            return False
        return any(label.kind == "duty" and label.span.start > start for label in find_labels(self.text, start, end))

    def _add_unmarked(self, sibling: Item, start: int) -> None:
        if sibling.parent is None:
            return
        self._close(len(self.path) - 2, start)
        item = Item(sibling.kind, sibling.ordinal + 1, None, start, start, sibling.level, sibling.parent)
        self._enter(item, sibling.parent)


def number_and_name(text: str, root: Item) -> None:
    """Gives every item its ordinal path and its title, once all extents are known."""
    for item in (root, *walk(root)):
        _mark_enumerations(text, item)
        for ordinal, child in enumerate(item.children, 1):
            child.id = f"{item.id}.{ordinal}" if item.id else str(ordinal)
            first = child.children[0].start if child.children else child.end
            first = _before_heads(text, child, first)
            closed = bool(child.children or child.head_end)
            child.title = read_title(text, child.body, child.head_end or first, inline=not child.at_line, closed=closed)
        _split_flattened(text, item)


def _before_heads(text: str, item: Item, first: int) -> int:
    """Where the heading of a table ends that runs on into its column heads; `first` without one."""
    if not (item.children and item.children[0].kind == ROW):
        return first
    heads = text.rfind("序号", item.body + HEADING_LEAST, first)
    return heads if heads >= 0 and "\n" not in text[item.body : heads] else first


def _split_flattened(text: str, parent: Item) -> None:
    """Gives the rows of a table that lost its separators their cells; the column heads run on before the first."""
    rows = [child for child in parent.children if child.kind == "num" and not child.children]
    if not rows:
        return
    columns = glued_columns(text, max(parent.start, rows[0].start - 80), rows[0].start)
    if not columns:
        return
    known = learn_units(text, [Span(row.body, row.end) for row in rows])
    for row in rows:
        stop = TABLE_END.search(text, row.body, row.end)
        end = stop.start() if stop else row.end
        cell, row.labels = split_glued(text, Span(row.body, end), row.body, columns, known)
        row.title = read_title(text, row.body, cell, inline=False, closed=True)


def _all_rows(text: str, body: Span) -> list[Row]:
    """The rows of all tables; one that seems to run on inside another is none."""
    rows = find_rows(text, body)
    inside = Cover(row.span for row in rows)
    rows += [row for row in find_flowing_rows(text, body) if not inside.holds(row.span.start)]
    return sorted(rows, key=lambda row: row.span)


def _with_rows(candidates: list[Candidate], rows: list[Row]) -> list[Candidate]:
    """The candidates outside tables and the tables' rows, in order."""
    if not rows:
        return candidates
    inside = Cover(row.span for row in rows)
    kept = [candidate for candidate in candidates if not inside.holds(candidate.start)]
    kept += [_row_candidate(row) for row in rows]
    return sorted(kept, key=lambda candidate: candidate.start)


def _row_candidate(row: Row) -> Candidate:
    """The row as a marker; a group's heading counts like a section's, so that the rows below are its items."""
    kind = "cn" if row.is_group else ROW
    return Candidate(kind, row.ordinal, row.span.start, (row.marker or row.title).end, "line")


def _mark_enumerations(text: str, parent: Item) -> None:
    """Marks run-in children that are parted by ； or ， as members of one sentence, and ends the last with it."""
    run_in = [child for child in parent.children if child.run_in]
    for kind in {child.kind for child in run_in}:
        members = [child for child in run_in if child.kind == kind]
        parted = [text[max(child.start - 3, 0) : child.start].rstrip()[-1:] for child in members[1:]]
        if sum(c in SOFT for c in parted) * 2 > len(parted):
            for member in members:
                member.in_sentence = True
            last = members[-1]
            stop = text.find("。", last.body, last.end)
            if stop >= 0 and not last.children:
                last.end = stop + 1


def _next_of_kind(candidates: list[Candidate]) -> list[Candidate | None]:
    """For each candidate the next one of its kind."""
    latest: dict[str, Candidate] = {}
    found: list[Candidate | None] = [None] * len(candidates)
    for index in range(len(candidates) - 1, -1, -1):
        candidate = candidates[index]
        found[index] = latest.get(candidate.kind)
        latest[candidate.kind] = candidate
    return found
