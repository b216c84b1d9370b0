"""What urging would send: who gets what, merged per person, and which assignments are left out and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from luoshi.campaigns.grounds import day_of
from luoshi.campaigns.models import Assignment, Campaign
from luoshi.orgs.access import Standing
from luoshi.orgs.models import Post
from luoshi.oversight.access import may_be_urged, may_urge
from luoshi.oversight.models import Contact, Urge
from luoshi.oversight.urging.ladder import CODES, may_climb, next_level
from luoshi.platform.outbox.post import channels

DESK, GROUP = "desk", "group"


@dataclass(frozen=True, slots=True)
class NewUrge:
    """An urging to be sent. `level` is a rung's code, or empty for each assignment's own turn.

    `by_hand` is true when the text is told in a chat group by the person who urges, so that no message goes out.
    """

    assignment_ids: tuple[int, ...]
    level: str = ""
    text: str = ""
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person gets on one rung; `person_id` is None, and the name empty, where nobody holds the rung.

    `to` is where the channel reaches them, empty when they see it in the program alone.
    """

    person_id: int | None
    name: str
    unit: str
    level: str
    channel: str
    to: str
    assignment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """The letters in the order of unit and rung, and (assignment id, reason) of what cannot be urged now."""

    letters: tuple[Letter, ...]
    refused: tuple[tuple[int, str], ...]

    @property
    def assignment_ids(self) -> list[int]:
        return sorted({pk for letter in self.letters for pk in letter.assignment_ids})


Holder = tuple[int | None, str, str]
"""A person's id, name and unit."""


def preview(campaign: Campaign, new: NewUrge, *, by: Standing) -> Preview:
    """What `urge` would send now; changes nothing. Raises ValueError for an unknown level."""
    if new.level and new.level not in CODES:
        raise ValueError(new.level)
    rows = Assignment.objects.filter(campaign=campaign, pk__in=new.assignment_ids).select_related("unit", "task")
    return plan(campaign, list(rows.order_by("unit__order", "unit_id", "pk")), new, by)


def plan(campaign: Campaign, rows: Sequence[Assignment], new: NewUrge, by: Standing) -> Preview:
    """The preview for assignments at hand, in their order."""
    general = may_urge(by, campaign)
    if not general:
        return Preview((), tuple((row.pk, general.reason) for row in rows))
    today, days = day_of(by, campaign), campaign.calendar
    past, posts = _past(rows), _posts(rows)
    found: dict[tuple[str, Holder], list[int]] = defaultdict(list)
    refused: list[tuple[int, str]] = []
    for row in rows:
        holders = {level: _holders(row, level, posts) for level in CODES}
        manned = [level for level in CODES if holders[level]]
        level = new.level or next_level(past[row.pk], manned, today, days)
        verdict = may_be_urged(row) and may_climb(level, past[row.pk], manned, today, days)
        if verdict and level == "leader" and not holders[level]:
            refused.append((row.pk, _("不知道由哪位领导分管：给牵头单位或上级单位配上分管领导，再催。")))
        elif verdict:
            for holder in holders[level] or [(None, "", row.unit.name)]:
                found[level, holder].append(row.pk)
        else:
            refused.append((row.pk, verdict.reason))
    contacts = {} if new.by_hand or campaign.is_sample else _contacts(holder[0] for _level, holder in found)
    return Preview(
        tuple(_letter(level, holder, ids, new, contacts) for (level, holder), ids in found.items()), tuple(refused)
    )


def _letter(
    level: str, holder: Holder, ids: list[int], new: NewUrge, contacts: dict[int | None, tuple[str, str]]
) -> Letter:
    channel, to = (GROUP, "") if new.by_hand else contacts.get(holder[0], (DESK, ""))
    return Letter(*holder, level, channel, to, tuple(ids))


def _past(rows: Sequence[Assignment]) -> dict[int, list[tuple[str, date]]]:
    past: dict[int, list[tuple[str, date]]] = defaultdict(list)
    urges = Urge.objects.filter(assignment__in=[row.pk for row in rows]).order_by()
    for assignment_id, level, day in urges.values_list("assignment_id", "level", "day").distinct():
        past[assignment_id].append((level, day))
    return past


def _posts(rows: Sequence[Assignment]) -> list[Post]:
    """The posts of the units' liaisons and heads, and of all leaders."""
    own = Q(role__in=("liaison", "unit_head"), unit__in={row.unit_id for row in rows})
    posts = Post.objects.filter(own | Q(role="leader"), person__is_active=True, unit__is_active=True)
    return list(posts.select_related("person", "unit").order_by("pk"))


def _holders(row: Assignment, level: str, posts: Iterable[Post]) -> list[Holder]:
    """Who stands on that rung: of the unit, or the leaders whom the task names, else those above the unit."""
    on_rung = [post for post in posts if post.role == level]
    if level != "leader":
        found = [post for post in on_rung if post.unit_id == row.unit_id]
    else:
        above = set(row.unit.path.split("/"))
        named = [post for post in on_rung if post.person.name in row.task.lead_people.split("、")]
        found = named or [post for post in on_rung if str(post.unit_id) in above]
    return list(dict.fromkeys((post.person_id, post.person.name, post.unit.name) for post in found))


def _contacts(person_ids: Iterable[int | None]) -> dict[int | None, tuple[str, str]]:
    """(channel, address) of those who can be reached by a channel that is set up."""
    rows = Contact.objects.filter(person__in={pk for pk in person_ids if pk}, channel__in=channels())
    return {person: (channel, to) for person, channel, to in rows.values_list("person_id", "channel", "to")}
