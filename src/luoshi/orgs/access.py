"""Who somebody is here: their roles and units, read once a request, and what these allow in the organization."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from luoshi.journal.record import Acting
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.models import Person, Post
from luoshi.orgs.roles import LABELS, WIDE


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's posts: (role, unit id) pairs and the label of the first. `at` is None but in a sample's story.

    `link` is the one assignment that a link opened, for reading and reporting; such a standing holds no posts.
    """

    person_id: int | None
    name: str
    posts: frozenset[tuple[str, int]]
    label: str = ""
    at: datetime | None = None
    link: int | None = None

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _unit in self.posts)

    @property
    def units(self) -> frozenset[int]:
        """Ids of the units for which this person works."""
        return frozenset(unit for _role, unit in self.posts)

    @property
    def is_wide(self) -> bool:
        """True if a role reads across all units."""
        return bool(self.roles & WIDE)

    def has(self, *roles: str) -> bool:
        """True if any of the roles is held, in whichever unit."""
        return bool(self.roles & set(roles))

    def in_unit(self, unit_id: int, *roles: str) -> bool:
        """True if any of the roles is held in that unit."""
        return any((role, unit_id) in self.posts for role in roles)

    def acting(self) -> Acting:
        """This person as the journal's actor."""
        return Acting(self.person_id, self.name, self.label, self.at)


INSTALLER = Standing(None, "安装", frozenset({("admin_system", 0), ("office", 0)}))


def standing(person: Person) -> Standing:
    """The person's standing, in one query; inactive people have none."""
    posts: list[Post] = []
    if person.is_active:
        posts = list(Post.objects.filter(person=person, unit__is_active=True).select_related("unit"))
    label = f"{posts[0].unit.name} {posts[0].title or LABELS[posts[0].role]}" if posts else ""
    return Standing(person.pk, person.name, frozenset((p.role, p.unit_id) for p in posts), label)


def may(who: Standing, move: str) -> Verdict:
    """Whether that person may change the organization: `manage` units, people, links."""
    if move == "manage" and who.has("admin_system"):
        return GRANTED
    if move == "name_units" and who.has("admin_system", "office"):
        return GRANTED
    return denied(_("机构和人员由系统管理员维护，请找管理员。"))
