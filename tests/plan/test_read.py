"""Whole documents read end to end: a plan with its notice, stages and signature, and one glued to a single line."""

import pytest

from luoshi.plan.model import Duty, Plan, Task
from luoshi.plan.read import read_text

NOTICE = """关于印发《青石县清河行动实施方案》的通知
青水发〔2031〕3号

各镇人民政府，县直有关单位：

现将《青石县清河行动实施方案》印发你们，请抓好落实。

青石县水务局
2031年3月5日

青石县清河行动实施方案

根据《河道管理办法》（青政发〔2030〕9号）要求，制定本方案。

一、指导思想
坚持生态优先、绿色发展。

二、活动时间
2031年3月下旬至9月底。

三、实施步骤
（一）动员部署阶段（3月下旬至4月上旬）
1.召开一次动员会。对清河行动进行部署。（牵头领导：林青山；责任单位：办公室、各科室）
2.编制方案。各镇于4月5日前编制具体方案。
（二）集中整治阶段（4月中旬至8月底）
3.清理河道。清理支渠不少于30条，河面清洁率达95%以上。
责任单位：河道科、各镇人民政府
完成时限：8月20日
4.巡查河道。①县级巡查。县级河长每月巡查1次。②镇级巡查。镇级河长每周巡查1次。
（三）总结巩固阶段（9月）

四、工作要求
（一）加强领导。成立领导小组，由副县长林青山任组长，水务局局长王海任副组长。
（二）强化报送。各镇于每月25日前报送进展。

附件：1.任务清单
2.联络员名单
"""

GLUED = (
    "标题: 关于印发《2031年护河工作方案》的通知\n发布时间: 2031-05-08 10:30\n发布机构: 海澜区水务局\n"
    "==================== 正文 ====================\n当前位置： 首页 时间：2031-05-08 10:30 "
    "各科室：现将《2031年护河工作方案》印发给你们，望遵照办理。 海澜区水务局 2031年5月6日 "
    "2031年护河工作方案 为保护河道，制定本方案。一、主要任务"
    "（一）清理河道垃圾。对全区12条河道开展清理。责任单位：河道科、各镇完成时限：6月底前（二）整治入河排口由执法队牵头，"
    "对沿河排口逐一登记，建立台账，限期整改，严格销号。责任单位：执法队完成时限：长期坚持二、工作要求（一）加强领导，压实责任"
    "各科室要高度重视。（二）加强宣传，营造氛围结合实际开展宣传。 来源：海澜区水务局 附件下载"
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_text(NOTICE)


def task(plan: Plan, title: str) -> Task:
    """The plan's task of that title."""
    return next(task for task in plan.tasks if task.title == title)


def parties(duties: tuple[Duty, ...]) -> list[str]:
    """Roles and names of the duties."""
    return [f"{duty.role}:{duty.name}" for duty in duties]


def test_the_head_is_the_plans_and_not_the_notices(plan: Plan) -> None:
    assert plan.title == "青石县清河行动实施方案"
    assert (plan.issuer, plan.document_number, plan.issued) == ("青石县水务局", "青水发〔2031〕3号", "2031-03-05")
    assert plan.recipients == ("各镇人民政府", "县直有关单位")


def test_head_spans_hold_the_heads_words(plan: Plan) -> None:
    words = {name: NOTICE[span.start : span.end] for name, span in plan.head_spans}
    assert words["title"] == plan.title
    assert words["issuer"] == plan.issuer
    assert words["issued"] == "2031年3月5日"


def test_stages_carry_their_times_and_tasks_their_stage(plan: Plan) -> None:
    stages = [(s.title, s.time.start, s.time.end) for s in plan.stages if s.time]
    assert stages == [
        ("动员部署阶段", "2031-03-21", "2031-04-10"),
        ("集中整治阶段", "2031-04-11", "2031-08-31"),
        ("总结巩固阶段", "2031-09-01", "2031-09-30"),
    ]
    assert task(plan, "清理河道").stage == "集中整治阶段"
    assert task(plan, "总结巩固阶段").stage == "总结巩固阶段"


def test_every_task_is_found_and_nothing_else(plan: Plan) -> None:
    titles = "召开一次动员会 编制方案 清理河道 县级巡查 镇级巡查 总结巩固阶段 强化报送"
    assert [t.title for t in plan.tasks] == titles.split(" ")


def test_a_labelled_deadline_has_no_start_and_its_year_is_inferred(plan: Plan) -> None:
    time = task(plan, "清理河道").time
    assert time is not None
    assert (time.start, time.end, time.inferred) == (None, "2031-08-20", ("year",))
    assert NOTICE[time.span.start : time.span.end] == time.text == "8月20日"


def test_duties_name_role_and_party_and_the_inferred_lead(plan: Plan) -> None:
    assert parties(task(plan, "召开一次动员会").duties) == ["lead_person:林青山", "unit:办公室", "unit:各科室"]
    duties = task(plan, "清理河道").duties
    assert parties(duties) == ["unit:河道科", "unit:各镇人民政府"]
    assert [duty.inferred for duty in duties] == [("lead",), ()]


def test_targets_count_with_bound_and_distribution(plan: Plan) -> None:
    targets = task(plan, "清理河道").targets
    assert [(t.subject, t.comparator, t.value, t.unit) for t in targets] == [
        ("清理支渠", ">=", 30, "条"),
        ("河面清洁率", ">=", 95, "%"),
    ]
    assert [t.per for t in task(plan, "镇级巡查").targets] == ["每周"]


def test_window_people_references_and_annexes(plan: Plan) -> None:
    assert plan.window is not None
    assert (plan.window.start, plan.window.end) == ("2031-03-21", "2031-09-30")
    assert [(p.name, p.role, p.post) for p in plan.people] == [
        ("林青山", "组长", "副县长"),
        ("王海", "副组长", "水务局局长"),
    ]
    assert [(r.title, r.document_number) for r in plan.references] == [("河道管理办法", "青政发〔2030〕9号")]
    assert [a.title for a in plan.annexes] == ["任务清单", "联络员名单"]


def test_a_plan_glued_to_one_line_reads_like_any_other() -> None:
    plan = read_text(GLUED)
    assert (plan.title, plan.issuer, plan.issued) == ("2031年护河工作方案", "海澜区水务局", "2031-05-06")
    assert [(n.level, n.title) for n in plan.outline] == [
        (1, "主要任务"),
        (2, "清理河道垃圾"),
        (2, "整治入河排口"),
        (1, "工作要求"),
        (2, "加强领导，压实责任"),
        (2, "加强宣传，营造氛围"),
    ]
    assert [parties(t.duties) for t in plan.tasks] == [["unit:河道科", "unit:各镇"], ["unit:执法队"]]
    assert [t.time.recurrence or t.time.end for t in plan.tasks if t.time] == ["2031-06-30", "ongoing"]


def test_without_any_year_dates_are_written_without_and_a_given_year_fills_them() -> None:
    text = "清河方案\n一、重点任务\n（一）清理河道。7月中旬完成清理。\n"
    assert [t.time.start for t in read_text(text).tasks if t.time] == ["--07-11"]
    dated = [t.time for t in read_text(text, year=2033).tasks if t.time]
    assert [(t.start, t.inferred) for t in dated] == [("2033-07-11", ("year",))]


def test_an_empty_text_is_an_empty_plan() -> None:
    plan = read_text("")
    assert plan == Plan(None, None, None, None, None, (), (), (), (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("written", "end"), [("2月底前", "2032-02-29"), ("12月25日前", "2031-12-25"), ("10月底前", "2031-10-31")]
)
def test_a_plan_issued_at_the_years_end_means_the_next_year_by_its_first_months(written: str, end: str) -> None:
    text = f"清河方案\n一、重点任务\n（一）清理支渠。{written}完成。\n青石县水务局\n2031年12月20日\n"
    time = read_text(text).tasks[0].time
    assert time is not None
    assert (time.end, time.inferred) == (end, ("year",))


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("县应急管理局建立24小时值班制度1项", "24小时值班制度"),
        ("全县培训网格员500人以上", "全县培训网格员"),
    ],
)
def test_what_is_counted_is_never_cut_inside_a_word(words: str, subject: str) -> None:
    text = f"工作方案\n一、重点任务\n（一）抓落实。{words}。\n（二）抓巩固。6月30日前完成。\n"
    (target,) = read_text(text).tasks[0].targets
    assert target.subject == subject
