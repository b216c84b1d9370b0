"""Who somebody is here: their roles and units, read once a request, and what these allow in the organization."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from luoshi.journal.record import Acting
from luoshi.kit.verdict import GRANTED, Verdict, denied
from luoshi.orgs.models import Loan, Person, Post
from luoshi.orgs.roles import KEEPERS, LABELS, WIDE


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's posts: (role, unit id) pairs and the label of the first. `at` is None but in a sample's story.

    `link` is the one assignment that a link opened, for reading and reporting; such a standing holds no posts.
    `stead` says whose posts are held in their stead, and is written wherever this person acts.
    """

    person_id: int | None
    name: str
    posts: frozenset[tuple[str, int]]
    label: str = ""
    at: datetime | None = None
    link: int | None = None
    stead: str = ""

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
        return Acting(self.person_id, self.name, "，".join(filter(None, (self.label, self.stead))), self.at)


ASKED = 3
"""So many people are named as those to ask."""
INSTALLER = Standing(None, "安装", frozenset({("admin_system", 0), ("office", 0)}))


def standing(person: Person) -> Standing:
    """The person's standing, in one query: their posts, and those lent to them; inactive people have none."""
    if not person.is_active:
        return Standing(person.pk, person.name, frozenset())
    lent = Loan.objects.filter(post=OuterRef("pk"), person=person, ended_at=None, until__gte=timezone.localdate())
    held = Q(person=person) | Q(Exists(lent), ~Q(role__in=KEEPERS), person__is_active=True)
    posts = Post.objects.filter(held, unit__is_active=True).select_related("unit", "person")
    own = [post for post in posts if post.person_id == person.pk]
    others = [post for post in posts if post.person_id != person.pk]
    return Standing(
        person.pk,
        person.name,
        frozenset((post.role, post.unit_id) for post in posts),
        post_label(own[0]) if own else "",
        stead="、".join(f"代{post.person.name}（{post_label(post)}）" for post in others),
    )


def post_label(post: Post) -> str:
    """The unit and what somebody is there, in their own word or the role's."""
    return f"{post.unit.name} {post.title or LABELS[post.role]}"


def administrators() -> QuerySet[Post]:
    """The posts by which somebody is system administrator now, in order of id."""
    return Post.objects.filter(role="admin_system", person__is_active=True, unit__is_active=True).order_by("pk")


def hold_administrators() -> None:
    """Let nobody else take an administrator away until the transaction ends."""
    list(administrators().select_for_update(of=("self",)))


def an_administrator_remains(without: Q) -> Verdict:
    """Whether somebody is still system administrator without these posts."""
    if administrators().exclude(without).exists():
        return GRANTED
    return denied(_("这是最后一个系统管理员，请先让别人也当管理员。"))


def may(who: Standing, move: str) -> Verdict:
    """Whether that person may change the organization: `manage` units, people, links."""
    if move == "manage" and who.has("admin_system"):
        return GRANTED
    if move == "name_units":
        if who.has("admin_system", "office"):
            return GRANTED
        return denied(_("机构由领导小组办公室和系统管理员维护。"))
    return denied(_("人员和登录由系统管理员维护。"))


def may_open(who: Standing, move: str) -> Verdict:
    """As `may`; a refusal names whom to ask, for a page that would otherwise be a closed door."""
    if verdict := may(who, move):
        return verdict
    roles = ("admin_system",) if move == "manage" else ("office", "admin_system")
    posts = Post.objects.filter(role__in=roles, person__is_active=True, unit__is_active=True)
    asked = posts.select_related("person", "unit").order_by("-role", "pk")[:ASKED]
    names = "、".join(f"{post.person.name}（{post_label(post)}）" for post in asked)
    return denied(verdict.reason + (_("要改请找%(names)s。") % {"names": names} if names else ""))
