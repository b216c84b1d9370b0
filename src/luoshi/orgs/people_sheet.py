"""Rows of the table of people against the organization: a row is one post of one person."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_noop

from luoshi.orgs.access import Standing
from luoshi.orgs.models import Person, Post, Unit
from luoshi.orgs.people import NewPerson, NewPost, add_person, add_post
from luoshi.orgs.posts import (
    HeldAlready,
    PersonChange,
    PostChange,
    change_person,
    change_post,
    remove_person,
    remove_post,
)
from luoshi.orgs.roles import LABELS
from luoshi.orgs.units import Kept
from luoshi.platform.sheets.columns import Taken, Values
from luoshi.platform.sheets.words import Reason, Unfit, reason

CODES = {label: code for code, label in LABELS.items()}
DEFAULT = LABELS["liaison"]
KEYS = ("name", "phone", "unit", "title", "role")


class PeopleGround:
    """The posts as they are, with those that the good rows above would add."""

    def __init__(self, who: Standing, earlier: Iterable[Values]) -> None:
        self._who = who
        posts = Post.objects.filter(unit__is_active=True, person__is_active=True).select_related("unit", "person")
        self._values = {post.pk: _values(post) for post in posts.order_by("unit__order", "unit", "pk")}
        self._in_unit: dict[tuple[str, str], list[int]] = defaultdict(list)
        for pk, values in self._values.items():
            self._in_unit[values["name"], values["unit"]].append(pk)
        self._units: dict[str, str] = {}
        for name, aliases in Unit.objects.filter(is_active=True).values_list("name", "aliases"):
            self._units |= {alias: name for alias in aliases.splitlines() if alias not in self._units}
        self._units |= {name: name for name in Unit.objects.filter(is_active=True).values_list("name", flat=True)}
        self._seen = {_mark(values) for values in earlier}

    def take(self, values: Values, key: int | None) -> Taken:
        """The row as a new post, or as a change of the one that its hidden cell, or its name, unit and role mean."""
        if key is not None and key not in self._values:
            return Taken(reasons={"name": reason(gettext_noop("这一行的职务已经不在了，或者本人已停用。"))})
        unit = self._units.get(values["unit"])
        if unit is None:
            why = gettext_noop("没有“%(name)s”这个单位，请先在机构里加上。")
            return Taken(reasons={"unit": reason(why, name=values["unit"])})
        subject = key if key is not None else self._meant({**values, "unit": unit})
        before = self._values[subject] if subject is not None else {}
        after = {k: values.get(k, "") or _kept(k, values, before, clears=key is not None) for k in KEYS}
        after["unit"] = unit
        reasons: dict[str, Reason] = {}
        if key is None and _mark(after) in self._seen:
            reasons["name"] = reason(gettext_noop("上面已有一行是同一个人、同一个单位、同一个角色。"))
        else:
            self._seen.add(_mark(after))
        return Taken(subject, before, after, reasons)

    def _meant(self, values: Values) -> int | None:
        """The post that a row without a hidden cell means: of that name in that unit, of that role or the only one."""
        posts = self._in_unit.get((values["name"], values["unit"]), [])
        phone, role = values.get("phone", ""), values.get("role", "")
        if phone and any(self._values[pk]["phone"] not in ("", phone) for pk in posts):
            posts = [pk for pk in posts if self._values[pk]["phone"] == phone]
        of_role = [pk for pk in posts if self._values[pk]["role"] == (role or DEFAULT)]
        if of_role:
            return of_role[0]
        return posts[0] if len(posts) == 1 and not role else None

    def put(self, taken: Taken) -> int:
        """Add or change the post, and the person with it. Raises Unfit."""
        after = taken.after
        unit = Unit.objects.filter(name=after["unit"], is_active=True).first()
        if unit is None:
            raise Unfit(gettext_noop("没有“%(name)s”这个单位。"), name=after["unit"])
        if taken.subject is None:
            return self._add(after, unit.pk)
        person_id = Post.objects.values_list("person", flat=True).get(pk=taken.subject)
        change_person(PersonChange(person_id, after["name"], after["phone"]), by=self._who)
        try:
            change_post(PostChange(taken.subject, unit.pk, CODES[after["role"]], after["title"]), by=self._who)
        except HeldAlready as error:
            raise Unfit(gettext_noop("此人在这个单位已有这个角色。")) from error
        return taken.subject

    def _add(self, after: Values, unit_id: int) -> int:
        role = CODES[after["role"]]
        same = Person.objects.filter(name=after["name"], phone=after["phone"], is_active=True)
        known = same.first() if after["phone"] else same.filter(posts__unit=unit_id).first()
        if known is not None:
            return add_post(NewPost(known.pk, unit_id, role, after["title"]), by=self._who).pk
        person = add_person(NewPerson(after["name"], unit_id, role, after["title"], after["phone"]), by=self._who)
        return Post.objects.values_list("pk", flat=True).get(person=person)

    def now(self, subject: int) -> Values | None:
        """The post's values; None if it is gone, or the person is kept out."""
        post = Post.objects.filter(pk=subject, person__is_active=True).select_related("unit", "person").first()
        return _values(post) if post else None

    def take_back(self, subject: int, before: Values) -> None:
        """Let the post be as it was, or remove it, and with it a person of no other post. Raises Unfit."""
        if before:
            self.put(Taken(subject, {}, before))
            return
        person_id = Post.objects.values_list("person", flat=True).get(pk=subject)
        remove_post(subject, by=self._who)
        if not Post.objects.filter(person=person_id).exists():
            try:
                remove_person(person_id, by=self._who)
            except Kept as error:
                raise Unfit(gettext_noop("本人已经登录过，或已有工作挂在他名下。")) from error

    def rows(self) -> Iterator[tuple[int, Values]]:
        """Every post of everybody who may sign in, by unit."""
        yield from self._values.items()


def _values(post: Post) -> dict[str, str]:
    return {
        "name": post.person.name,
        "phone": post.person.phone,
        "unit": post.unit.name,
        "title": post.title,
        "role": LABELS[post.role],
    }


def _kept(key: str, values: Values, before: Values, *, clears: bool) -> str:
    """What a blank cell leaves: nothing where a row with a hidden cell says so, else what was there."""
    if key == "role":
        return before.get("role", DEFAULT)
    return "" if clears and key in values else before.get(key, "")


def _mark(values: Values) -> tuple[str, ...]:
    return (values["name"], values["phone"], values["unit"], values["role"])
