"""Who gets what at every address of the desk: one line an address, asked for by every kind of person.

A new address needs one line in `RIGHTS`: its name, who passes, and, where passing is no 200, `passes=`. The address is
made from the URL conf with the values of `world`; a parameter of another name needs a value there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from build import a_person
from faces.world import OTHER, OUTSIDE, OWN, a_world
from luoshi.orgs.models import Person

PEOPLE = {
    "reader": ("reader", "县委办"),
    "liaison": ("liaison", OWN),
    "liaison of another unit": ("liaison", OTHER),
    "liaison outside the campaign": ("liaison", OUTSIDE),
    "unit_head": ("unit_head", OWN),
    "office": ("office", "领导小组办公室"),
    "supervisor": ("supervisor", "第一督导组"),
    "leader": ("leader", "县政府"),
    "admin_system": ("admin_system", "县大数据局"),
    "admin_security": ("admin_security", "县大数据局"),
}
"""Each kind of person: role and unit. Beside them, `anonymous`."""

SIGN_IN = "sent to sign in"
FACES = ("luoshi.faces.desk", "luoshi.faces.shared", "luoshi.faces.square")
WIDE = ("reader", "office", "supervisor", "leader", "admin_system")
Answers = Mapping[str, int | str]


def only(*kinds: str, others: int = 403, **named: int) -> dict[str, int]:
    """These pass; the others get that status, those named the status given."""
    return {kind: named.get(kind, others) for kind in PEOPLE if kind not in kinds}


EVERYBODY = {"anonymous": 0}
SIGNED_IN = only(*PEOPLE)
PLANNERS = only("office", "admin_system")
ADMINISTRATORS = only("admin_system")
GUARDIANS = only("admin_system", "admin_security")
IN_CAMPAIGN = {"liaison outside the campaign": 404, "admin_security": 404}
WITH_TASKS = dict.fromkeys(IN_CAMPAIGN, 403)
OF_TASK = {**IN_CAMPAIGN, "liaison of another unit": 404}
READ_ACROSS = only(*WIDE) | IN_CAMPAIGN
LEADING = only("liaison", "unit_head") | OF_TASK
VERIFYING = only("office", "supervisor") | OF_TASK
READ_BY_LEADERS = only("leader", **dict.fromkeys(("liaison", "unit_head"), 404)) | OF_TASK
URGING = only("office", "supervisor") | IN_CAMPAIGN
WHO_ASKED = only("office", others=404)
HEARING = only("office", "supervisor", "leader", "liaison", "liaison of another unit", "unit_head") | IN_CAMPAIGN
OFFICE = only("office") | IN_CAMPAIGN
GATHERING = only("office", "supervisor") | IN_CAMPAIGN
READING_IT = {"supervisor": 403, "leader": 403}
NOT_READING_IT = {kind: 404 for kind in PEOPLE if kind not in ("office", "supervisor", "leader")}
DEALING = NOT_READING_IT | READING_IT | {"liaison": 403, "unit_head": 403}
ANSWERING = {kind: code for kind, code in DEALING.items() if kind not in ("liaison", "unit_head")}
OFFICE = only("office") | IN_CAMPAIGN
FINDING = only("office", "supervisor") | IN_CAMPAIGN
A_PROBLEM = {"item": "楼道灯坏", "source": "other", "horizon": "limit", "grade": "B"}


@dataclass(frozen=True)
class Line:
    """What one address answers: `refused` maps kinds to a status, the rest pass. `given` names values of `world`."""

    refused: Answers
    passes: int = 200
    post: bool = False
    data: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def expected(self, kind: str) -> int | str:
        """The answer to that kind of person."""
        if kind == "anonymous":
            return self.passes if self.refused is EVERYBODY else SIGN_IN
        return self.refused.get(kind, self.passes)


def page(refused: Answers, passes: int = 200, data: Mapping[str, str] | None = None, **given: str) -> Line:
    """A page that is read."""
    return Line(refused, passes, data=data or {}, given=given)


def act(refused: Answers, passes: int = 302, data: Mapping[str, str] | None = None, **given: str) -> Line:
    """A form that is sent; passing mostly leads back to a page."""
    return Line(refused, passes, post=True, data=data or {}, given=given)


RIGHTS: dict[str, tuple[Line, ...]] = {
    # anybody
    "sign_in": (page(EVERYBODY),),
    "sign_in_link": (page(EVERYBODY), act(EVERYBODY)),
    "sign_in_code": (page(EVERYBODY, 302),),
    "sign_in_password": (page(EVERYBODY, 302),),
    "sign_in_app": (page(EVERYBODY, 302),),
    "sign_in_go": (page(EVERYBODY, 302),),
    "slip": (page(EVERYBODY, 410), act(EVERYBODY, 410)),
    "shared:preferences": (act(EVERYBODY),),
    "stop_reminders": (page(EVERYBODY),),
    "calendar_feed": (page(EVERYBODY, token="feed"),),
    # accounts
    "account": (page(SIGNED_IN),),
    "my_password": (page(SIGNED_IN, 302),),
    "my_app": (page(SIGNED_IN, 302),),
    "my_codes": (page(SIGNED_IN, 302),),
    "end_session": (act(SIGNED_IN),),
    "end_all_sessions": (act(SIGNED_IN),),
    "security": (page(GUARDIANS),),
    "secure": (act(GUARDIANS, act="end"),),
    # one's own
    "mine": (page(SIGNED_IN), page(SIGNED_IN, data={"only": "to_sign"})),
    "my_reminders": (page(SIGNED_IN), act(SIGNED_IN, 422, data={"to": "林"})),
    "my_report": (page(OF_TASK), act(LEADING, assignment_id="signed", data={"progress": "50", "said": "查了一半"})),
    "my_act": (act(LEADING, act="sign"), act(LEADING, assignment_id="signed", act="unchanged")),
    "messages": (page(ADMINISTRATORS),),
    "message_test": (act(ADMINISTRATORS, 422),),
    "message_retry": (act(ADMINISTRATORS),),
    "webhooks": (page(ADMINISTRATORS), act(ADMINISTRATORS, 422)),
    "webhook": (page(ADMINISTRATORS), act(ADMINISTRATORS, 422)),
    "webhook_act": (
        act(ADMINISTRATORS, act="pause"),
        act(ADMINISTRATORS, act="go_on"),
        act(ADMINISTRATORS, act="pass_over"),
        act(ADMINISTRATORS, 200, act="rotate"),
        act(ADMINISTRATORS, act="remove"),
    ),
    "webhook_again": (act(ADMINISTRATORS),),
    # the organization
    "start": (page(SIGNED_IN),),
    "sign_out": (act(SIGNED_IN),),
    "search": (page(SIGNED_IN),),
    "organization": (page(PLANNERS),),
    "add_unit": (act(PLANNERS, data={"names": "县科协"}),),
    "put_set": (act(PLANNERS, 422),),
    "people": (page(ADMINISTRATORS),),
    "person_link": (act(ADMINISTRATORS, 200),),
    "person_active": (act(ADMINISTRATORS, data={"active": "1"}),),
    "organization_unit": (page(PLANNERS), act(PLANNERS, 422)),
    "unit_active": (act(PLANNERS, data={"active": "1"}),),
    "organization_undo": (act(PLANNERS),),
    "person": (page(ADMINISTRATORS), act(ADMINISTRATORS, 422)),
    "person_post": (act(ADMINISTRATORS, 422),),
    "person_lend": (act(ADMINISTRATORS, 422),),
    "post_remove": (act(ADMINISTRATORS),),
    "organization_groups": (page(PLANNERS), act(PLANNERS, 422)),
    "organization_group": (page(PLANNERS), act(PLANNERS, 422)),
    "group_remove": (act(PLANNERS),),
    "member_remove": (act(PLANNERS),),
    "my_posts": (page(SIGNED_IN), act(SIGNED_IN, 422)),
    "loan_end": (act(only("liaison", "unit_head", "admin_system")),),
    "table_new": (
        page(PLANNERS),
        act(PLANNERS, 422),
        page(ADMINISTRATORS, kind="people"),
        page(WITH_TASKS, kind="tasks"),
    ),
    "table_present": (page(PLANNERS), page(ADMINISTRATORS, kind="people"), page(WITH_TASKS, kind="tasks")),
    "table_batch": (page(WHO_ASKED),),
    "table_go": (act(WHO_ASKED),),
    "table_drop": (act(WHO_ASKED),),
    "table_undo": (act(WHO_ASKED),),
    "table_bad": (page(WHO_ASKED),),
    # plans
    "proposals": (page(PLANNERS),),
    "proposal": (page(PLANNERS),),
    "proposal_file": (page(PLANNERS),),
    "proposal_discard": (act(PLANNERS),),
    "proposal_restore": (act(PLANNERS),),
    "proposal_adopt": (act(PLANNERS),),
    "proposal_undo": (act(PLANNERS),),
    "proposal_add": (page(PLANNERS),),
    "proposal_units": (page(PLANNERS, data={"name": "县民政局"}),),
    "proposal_new_units": (act(PLANNERS),),
    "proposal_item": (page(PLANNERS),),
    "proposal_act": (act(PLANNERS, data={"rev": "0"}),),
    "revision": (page(PLANNERS, proposal_id="revision"),),
    "revision_together": (page(PLANNERS, 302, proposal_id="revision"),),
    "revision_decide": (act(PLANNERS, proposal_id="revision"),),
    "undo_adopt": (act(PLANNERS, campaign_id="fresh"),),
    # a campaign
    "home": (page(IN_CAMPAIGN),),
    "plan_text": (page(IN_CAMPAIGN),),
    "findings": (page(READ_ACROSS),),
    "campaign_name": (act(PLANNERS, 422),),
    "campaign_members": (page(PLANNERS),),
    "tasks": (page(IN_CAMPAIGN),),
    "export": (act(IN_CAMPAIGN, data={"all": "1"}),),
    "urging": (act(IN_CAMPAIGN, 200, data={"all": "1"}),),
    "urge": (page(URGING, data={"state": "issued"}), act(URGING, data={"all": "1", "level": "", "act": "send"})),
    "together": (act(IN_CAMPAIGN, 200, data={"all": "1"}, act="archive"),),
    "targets": (page(IN_CAMPAIGN),),
    "on_day": (page(IN_CAMPAIGN), page(IN_CAMPAIGN, 422, data={"day": "1999-01-01"})),
    "basis": (act(PLANNERS, data={"basis": "3"}),),
    "units": (page(IN_CAMPAIGN),),
    "unit": (page(IN_CAMPAIGN),),
    "history": (page(IN_CAMPAIGN),),
    "course": (page(IN_CAMPAIGN),),
    "steer": (
        act(only("office", "leader") | IN_CAMPAIGN, act="begin_closing"),
        act(only("leader") | IN_CAMPAIGN, act="suspend", data={"reason": "汛期"}),
    ),
    "issue_answer": (act(READ_BY_LEADERS, act="approve"),),
    "handover": (page(IN_CAMPAIGN), act(only("liaison", "unit_head", "admin_system") | IN_CAMPAIGN, 422)),
    "handover_undo": (act(only("liaison", "unit_head", "admin_system") | IN_CAMPAIGN),),
    "chart": (page(IN_CAMPAIGN),),
    "settings": (page(PLANNERS),),
    "settings_work": (act(PLANNERS, data={"return_days": "3"}),),
    "settings_rhythm": (act(PLANNERS, data={"every": "none"}),),
    "settle": (act(PLANNERS, 422),),
    "issue": (page(PLANNERS),),
    "issue_missing": (act(PLANNERS),),
    "remove_sample": (act(PLANNERS, campaign_id="fresh"),),
    # problems
    "problems": (page(IN_CAMPAIGN),),
    "problem": (page(OF_TASK),),
    "problem_new": (page(IN_CAMPAIGN), act(FINDING, data=A_PROBLEM)),
    "problem_guide": (page(IN_CAMPAIGN), act(IN_CAMPAIGN, 422)),
    "problem_act": (
        act(only("office") | OF_TASK, 422, act="assign"),
        act(VERIFYING, act="dismiss", data={"reason": "查无此事"}),
        act(LEADING, 422, number="assigned_problem", act="propose_plan"),
    ),
    "problem_evidence": (act(LEADING, 422, number="working_problem"),),
    "problem_evidence_file": (page(OF_TASK, number="working_problem"),),
    "problems_weekly": (page(OFFICE), act(OFFICE, 422)),
    "problem_rules": (page(OFFICE), act(OFFICE, data={"notice_days": "10", "share": "20"})),
    "look_backs": (page(IN_CAMPAIGN), act(OFFICE, data={"days": "30", "seed": "1"})),
    "regulations": (page(IN_CAMPAIGN), act(OFFICE, 422)),
    "regulation_done": (act(OFFICE, data={"done_on": "2026-06-10"}),),
    # a task
    "task": (page(OF_TASK),),
    "task_leads": (act(PLANNERS, campaign_id="fresh", task_id="fresh_task", data={"value": "1"}),),
    "task_give": (act(PLANNERS, 422),),
    "assignment_act": (
        act(LEADING, act="sign"),
        act(LEADING, assignment_id="signed", act="report", data={"progress": "50", "said": "查了一半"}),
        act(LEADING, assignment_id="signed", act="unchanged"),
        act(LEADING, assignment_id="signed", act="submit", data={"result": "都办好了"}),
        act(VERIFYING, assignment_id="submitted", act="accept", data={"round": "1"}),
        act(VERIFYING, assignment_id="submitted", act="send_back", data={"round": "1", "reason": "缺台账"}),
        act(LEADING, act="ask_change", data={"due": "2026-07-10", "reason": "汛期"}),
        act(only("office") | OF_TASK, act="ask_cancel", data={"reason": "另有安排"}),
        act(LEADING, assignment_id="signed", act="add_step", data={"title": "查管网"}),
        page(OF_TASK, act="ask_cancel"),
    ),
    "step_act": (act(only("liaison", "unit_head") | IN_CAMPAIGN, assignment_id="asked", act="finish"),),
    "joint_opinion": (
        act(only("liaison of another unit") | IN_CAMPAIGN, assignment_id="asked", data={"stance": "agree"}),
    ),
    "task_wait": (act(PLANNERS, data={"waits_for": "2"}),),
    "task_rhythm": (page(PLANNERS), act(PLANNERS, data={"every": "none"})),
    "slip_links": (page(VERIFYING | {"liaison": 200, "unit_head": 200}),),
    # opinions
    "say_index": (page(EVERYBODY),),
    "say": (page(EVERYBODY), act(EVERYBODY, 422)),
    "say_paper": (page(EVERYBODY),),
    "say_counts": (page(EVERYBODY),),
    "follow": (page(EVERYBODY), act(EVERYBODY, 422)),
    "follow_act": (act(EVERYBODY, 404, act="solved"),),
    "opinions": (page(HEARING),),
    "opinion_enter": (page(GATHERING), act(GATHERING, 422)),
    "opinion_entry_undo": (act(GATHERING),),
    "opinion_settings": (page(OFFICE), act(OFFICE, 422)),
    "opinion_phrase": (act(OFFICE, 422),),
    "opinion_act": (
        act(NOT_READING_IT | READING_IT, 200, act="look", opinion_id="unsorted"),
        act(DEALING, act="undecide"),
        act(ANSWERING, act="answer", data={"text": "办好了。"}),
    ),
    # ledgers
    "past": (page(READ_ACROSS, 404),),
    "calendars": (page(SIGNED_IN), act(SIGNED_IN, 200)),
    "calendar_end": (act(SIGNED_IN),),
    "outputs": (page(IN_CAMPAIGN),),
    "ledger": (act(IN_CAMPAIGN),),
    "job": (page(WHO_ASKED),),
    "job_cancel": (act(WHO_ASKED),),
    "job_file": (page(WHO_ASKED),),
}


def addresses(patterns: object = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(name, pattern) of every address of the desk, of the public's pages and of what both share."""
    for each in patterns or get_resolver().url_patterns:  # type: ignore[attr-defined]
        if not isinstance(each, URLPattern):
            yield from addresses(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
        elif each.callback.__module__.startswith(FACES):
            yield f"{space}{each.name}", each


ADDRESSES = dict(addresses())
LINES = [(name, line) for name, lines in RIGHTS.items() if name in ADDRESSES for line in lines]


@pytest.fixture
def people() -> dict[str, Person]:
    """One person of each kind."""
    return {kind: a_person(role, unit) for kind, (role, unit) in PEOPLE.items()}


@pytest.fixture
def world(people: dict[str, Person]) -> dict[str, object]:
    """A value for every parameter of an address, and those that a line names instead."""
    return a_world(people)


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    missing, idle = sorted(set(ADDRESSES) - set(RIGHTS)), sorted(set(RIGHTS) - set(ADDRESSES))
    assert missing == [], f"write a line in RIGHTS for {', '.join(missing)}"
    assert idle == [], f"RIGHTS has lines for what is no address: {', '.join(idle)}"


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "line"), LINES, ids=[f"{name}-{line.given.get('act', '')}" for name, line in LINES])
def test_an_address_opens_to_whom_it_is_meant_for(
    name: str, line: Line, people: dict[str, Person], world: dict[str, object]
) -> None:
    url = address(name, line, world)
    kinds = ("anonymous", *PEOPLE)
    said = {kind: answer(people.get(kind), url, line) for kind in kinds}
    assert said == {kind: line.expected(kind) for kind in kinds}, f"{name}: {url}"


def address(name: str, line: Line, world: dict[str, object]) -> str:
    """The address with the world's values for its parameters."""
    wanted = ADDRESSES[name].pattern.converters
    unknown = sorted(set(wanted) - set(world))
    assert unknown == [], f"{name}: give `world` a value for each of these parameters"
    values = {key: world.get(line.given.get(key, key), line.given.get(key)) for key in wanted}
    return reverse(name, kwargs=values)


def answer(person: Person | None, url: str, line: Line) -> int | str:
    """What the server says to that person; nothing that it did stays."""
    client = Client()
    with transaction.atomic():
        if person:
            client.force_login(person)
        said = client.post(url, line.data) if line.post else client.get(url, line.data)
        said.getvalue()  # a file that is read to its end is closed, and the connection stays open
        transaction.set_rollback(True)
    was_sent = said.headers.get("Location", "").startswith("/signin/?next=")
    return SIGN_IN if was_sent else said.status_code
