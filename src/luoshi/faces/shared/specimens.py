"""Invented figures of a fictional county for the gallery of components."""

from datetime import UTC, date, datetime

from luoshi.faces.shared.shell import Act, Choice, Filter, Group, Link, Pager, Shell
from luoshi.faces.shared.values import (
    Due,
    Event,
    Finding,
    Gauge,
    Guess,
    Light,
    Person,
    Source,
    Span,
    Step,
    Timeline,
    Unit,
)

CLAUSE = Source("四（二）8①", "#quote")
TASKS = (Link("全部任务", "/design/", 24, current=True), Link("挂图作战", "#"), Link("逾期", "#", 2, late=True))
SHELL = Shell(
    crumbs=(Link("青湖县", "/design/"), Link("“办实事、见实效”行动", "/design/"), Link("构件一览", "")),
    groups=(Group("活动", (Link("总览", "#"), Link("方案与采纳", "#", 5))), Group("任务", TASKS)),
    person="乔一凡",
    post="领导小组办公室",
    account=(Link("换单位", "#"),),
    sign_out_url="#",
    search_url="/design/",
    reminders=3,
    reminders_url="#",
    as_of=datetime(2026, 6, 17, 1, 0, tzinfo=UTC),
    note="日期按工作日计，已扣除端午节",
)
# light, title, source, unit, due, progress, leader
ROWS = (
    (
        Light("done", "办结"),
        "召开部署会",
        None,
        Unit("县委办公室", support=("县政府办公室",)),
        Due(date(2026, 4, 30), None, "done"),
        Gauge(100, 100, "full"),
        Person("方小川"),
    ),
    (
        Light("ok", "正常"),
        "开设专栏，组织讨论",
        Source("四（一）2", "#"),
        Unit("县委宣传部"),
        Due(date(2026, 9, 30), 74),
        Gauge(39, 35),
        Person("温如玉"),
    ),
    (
        Light("bad", "逾期"),
        "集中学习不少于20学时",
        Source("四（一）3", "#"),
        Unit("县委组织部", support=("各单位",), support_count=64),
        Due(date(2026, 6, 12), -3, "late", date(2026, 5, 10), 1),
        Gauge(91, 100, "far"),
        Person("沈怀远", "组织部部长"),
    ),
    (
        Light("bad", "退回2次"),
        "梳理“一窗通办”事项",
        CLAUSE,
        Unit("县政务服务局", support=("县市场监管局", "县人社局")),
        Due(date(2026, 6, 24), 4, "soon"),
        Gauge(64, 88, "far"),
        Person("周明礼"),
    ),
    (
        Light("warn", "滞后"),
        "走访企业，每人不少于5户",
        Source("四（二）6", "#"),
        Unit("县政府办公室", support=("县工信局", "县商务局")),
        Due(date(2026, 6, 30), 8),
        Gauge(59, 78, "behind"),
        Person("周明礼"),
    ),
    (
        Light("warn", "临期"),
        "报送阶段小结",
        Source("四（二）7", "#"),
        Unit("各乡镇", 16),
        Due(date(2026, 6, 17), 0, "today"),
        Gauge(40, 60, "behind"),
        Person("林知秋"),
    ),
    (
        Light("idle", "未启动"),
        "举办研讨会",
        Source("四（三）16", "#"),
        Unit("县委改革办"),
        Due(date(2026, 7, 31), 31),
        None,
        Person("沈怀远"),
    ),
)
STAGES = (
    ("一", "动员部署", "4月21日 至 5月10日", {"bad": 1, "ok": 1, "done": 2}),
    ("二", "调研查摆", "5月11日 至 6月30日", {"bad": 2, "warn": 3, "ok": 5}),
    ("三", "整改提升", "7月1日 至 9月30日", {"idle": 4}),
)
COUNTS = (
    ("bad", 3, "逾期2　退回1"),
    ("warn", 4, "临期1　滞后3"),
    ("ok", 9, "按序时推进"),
    ("idle", 6, "未到启动时间"),
    ("done", 2, "含验收"),
)
VIEWS = (Link("全部", "#", 24, current=True), Link("红灯", "#", 3), Link("待我验收", "#", 1))
FILTERS = (
    Filter("stage", "阶段", (Choice("", "全部", True), Choice("2", "调研查摆"))),
    Filter("light", "灯", (Choice("", "全部"), Choice("bad", "红", True))),
)
ACTS = (
    Act("催办，先预览", "#", "U", value="urge"),
    Act("改期限", "#", value="date"),
    Act("导出所选", "#", value="export"),
)
PAGER = Pager(1, 7, 24, "", "#")
# what, source, now, goal, gauge
TARGETS = (
    (
        "集中学习不少于20学时",
        Source("四（一）3", "#"),
        "58",
        "64家",
        Gauge(91, 100, "far", "集中学习不少于20学时"),
    ),
    ("走访每人5户", Source("四（二）6", "#"), "97", "165户", Gauge(59, 78, "behind", "走访每人5户")),
    (
        "新增停车泊位1200个",
        Source("四（三）13", "#"),
        "412",
        "1,200个",
        Gauge(34, 29, "", "新增停车泊位1200个"),
    ),
)
TIMELINE = Timeline(
    months=(
        (0, date(2026, 4, 21)),
        (6.1, date(2026, 5, 1)),
        (25.2, date(2026, 6, 1)),
        (43.6, date(2026, 7, 1)),
        (62.6, date(2026, 8, 1)),
        (81.6, date(2026, 9, 1)),
    ),
    spans=(Span(0, 12.3, 100), Span(12.3, 31.3, 74.5, True), Span(43.6, 56.4, 0)),
    today=35.6,
    label="今天在第二阶段",
)
EVENTS = (
    Event("今天 8:40", "2026-06-17T08:40", "县政务服务局申请销号，等县纪委监委核查"),
    Event("6月16日 周二", "2026-06-16", "任务4第2次退回，转红"),
)
HOLIDAY = "截止日在端午假期内，提前还是顺延须由牵头领导定。"
FINDINGS = (
    Finding("bad", "须定", "期限落在假期", HOLIDAY, Source("四（二）7", "#")),
    Finding("warn", "请核", "牵头不明", "并列三个单位，现以首列为牵头。", CLAUSE),
    Finding("", "提示", "时限偏紧", "测评期7天，实有5个工作日。"),
)
STEPS = (
    Step("登记", "5月19日", "乔一凡", "done"),
    Step("交办", "5月20日", "方小川", "done"),
    Step("整改", "5月26日起", "县政务服务局", "done"),
    Step("核查", "6月24日前", "县纪委监委", "now"),
    Step("公示", "10个工作日", "可提异议"),
    Step("销号"),
)
GUESSES = (
    ("牵头单位", Guess("县信访局", "居首")),
    ("时限", Guess("6月20日 周六", "中旬末日")),
    ("目标", Guess("座谈会 ≥ 12场", confirmed=True)),
)
WORDS = {
    "campaign": "“办实事、见实效”行动",
    "issuer": "中共青湖县委办公室印发　青办发〔2026〕9号",
    "place": "实施方案 四（二）8①，第4页",
    "today": date(2026, 6, 17),
    "quote": "梳理“一窗通办”事项，凡群众跑两次以上的逐项列出原因，",
    "quote_rest": "6月下旬报领导小组会审。",
    "why": "还有2条退回要求未补。补齐后由单位负责人提交，本单位不能自验。",
    "why_title": "为什么没有“提交验收”",
    "red": "逾期、退回两次以上，或落后序时30点以上",
    "yellow": "期限在7个自然日以内，或落后10至30点",
}
