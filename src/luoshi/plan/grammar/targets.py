"""Reads what an item is to reach: so many of a thing, at least, at most, per whom. See docs/reading/targets.md."""

import re
from collections.abc import Iterable, Iterator

from luoshi.kit.spans import Span
from luoshi.plan.grammar.counts import NUMERALS, Count, find_counts
from luoshi.plan.grammar.texts import Cover, listed
from luoshi.plan.model import Comparator, Target

LIST_SIGNS = ("、", "和", "，", "及", "以及")
NOT_A_COUNT_BEFORE = tuple("第每这那同唯某另新上下前近又再逐统之零〔号专分.．由从缺是") + listed(
    "任何 不漏 不落 不留 不少 作为 成为 视为 当作 列为"
)
OWN_PARTS = listed(
    "方面 环节 阶段 步骤 层面 层次 维度 角度 关键 抓手 着力 坚持 意识 自信 维护 结合 到位 统一 月 年 一 部分"
    " 要点 批 别 性 大 小时 代表 主题 问题导向 中心任务 重点， 重点。 重点、 字 百分 凡是 确保 转变 提升 加强 不"
)
SLOGANS = listed(
    "任务 工作 措施 行动 工程 机制 制度 内容 要求 举措 方面 体系 原则 目标 计划 能力 领域 清单 重点 指标 规定"
    " 纪律 准则 政策 标准"
)
PRODUCING = listed(
    "建立 形成 打造 建成 培育 组建 成立 编制 制订 制定 制作 出台 撰写 提交 完成 新建 新增 创建 确定 选取 选定"
    " 选树 选择 选出 选派 推荐 培养 解决 办好 办理 举办 组织 开展 召开 设立 设置 抽调 配备 报送 收集 征集 拍摄"
    " 建设 梳理 推出 安排 明确 建好 领办 认领 联系 帮扶 结对 包联 包保 走访 推动 领衔 实施 改造 增加 发放 张贴"
    " 悬挂 刊发 推送 参加 进行 筛选 提炼 申报 争取 争创 引进 签约 签订 评选 表彰 印发 开设 上好 讲好 观看 种植"
    " 清理 整治 拆除 修建 修复 维修 检查 检测 排查 覆盖 挖掘 绘制 编写 播放 放映 刊播 发布 策划 创作 编排 聘请"
    " 招募 摸排 树立 推广 建造 购置 更新 补栽 疏浚 打通"
)
PRODUCING_AT_ONCE = (
    "写",
    "交",
    "做",
    "读",
    "上",
    "讲",
    "办",
    "建",
    "设",
    "出",
    "开",
    "搞",
    "种",
    "修",
    "选",
    "派",
    "请",
    "发",
    "评",
    "签",
)
IDIOMS = listed("蓝图 件事 张网 盘棋 家亲 把手 项重要")
FACTS = re.compile(
    r"存在|现有|共有|原有|目前|截[至止]|(?<![较比])(?:去年|上年)|缴纳|已[有建经]|查出|被|罚款|处以|扣|曾|近年|涉及到|死亡|伤亡|(?:首|上一)年"
)
TOLD = re.compile(
    r"(?:受理|接到|收到)[^，。；\d后]{0,12}\d+[件起宗]|上届"
    r"|(?<!力争)(?<!实现)(?<!确保)同比[增下][^，。；\d]{1,3}\d[\d.]*%(?![以及左]|的目标)"
)
SENTENCE = re.compile(r"[^。；;\n]{0,16}")
SENTENCE_MARKS = "。；;\n"
THRESHOLD = re.compile(r"[^，。；;]{0,12}的")
CASE = re.compile(r"(?:对|凡|因)[^，。；]{0,6}\Z")
TO_ANSWER = re.compile(r"反馈|查出|发现|存在|涉及|指出|针对|对照|围绕|提出|交办|移交")
FINDINGS = re.compile(r"[^，。；、]{0,8}(?:问题|建议|意见(?!书))")
TO_FOLLOW = re.compile(r"[^，。；：、]{0,12}(?:方案|文件|通知|办法|规定|(?<!图)书(?![屋店架籍画院法])|条例|法规)")
SESSION = re.compile(r"[、和]?[一二三四五六七八九十、和次]{0,4}(?:全会|全体|党代会|会议|常委会|代表大会)")
SUBJECT = re.compile(
    r"的?(?P<noun>[^，。；：、,;:.\s“”《》（）()]{1,18}(?:[（(][^（）()]{1,8}[）)][^，。；：、,;:.\s]{0,6})?)"
)
AFTER_DATE = re.compile(r"前|\d[年月日]底?|年底")
QUOTATIONS = (("“", "”"), ("《", "》"), ("‘", "’"), ("〔", "〕"))
CLAUSE_MARKS = "，,。；;：:！\n\t"
MONEY = ("元", "万元", "亿元")
OF_A_SIZE = re.compile(r"[^，。；、\d]{0,6}(?:项目|企业|工程|合同|产品|单位)")
GIVEN = re.compile("奖励|奖金|补助|补贴|罚款|扣除|收取")
DURATIONS = frozenset(["小时", "分钟", "工作日", "天", "日", "个月"])
MADE = frozenset("块面幅")
PAPERS = frozenset("个项条份本部件册套种类")
NEEDS_BOUND = DURATIONS | frozenset("字分元米起例类种届版段片队组班对站镇村面块只头位")
EVENTS = frozenset(listed("次 场 轮 遍 堂 期 篇 场次 人次 课时 学时 节"))
PERIODS = listed("人次 人 年度 年 月 季度 季 周 星期 天 日 半年 学期 次 期 场 轮 餐 批")
DISTRIBUTED_TO = (
    listed(
        "至少 不少 不低 不得 不超 要 需 须 应 均 都 确定 开展 组织 举办 召开 撰写 完成 联系 培育 选 推 提交 参加 建"
        " 打造 报 领 走访 集中 安排 深入 解决 办 帮 结对 包 学习 听 写 讲 进行 调研 抽调 筛选 分别 每 明确 配备 对"
        " 于 在 按 将 把 和 向 从 根据 结合 利用 通过 组建 自查 排查 检查 出 面积 不小 不大 不多 长度 投资 人数 规模"
        " 签订 上交 上好 评选 评出 推送 种植 制作 围绕 参会 参加 参训 参赛 选送 到村 入户 下沉 走村"
    )
    + PRODUCING
    + tuple("0123456789" + NUMERALS)
)
NOUNS = listed(
    "领导 办公 选手 建制 建档 开发 派出 设区 发改 读者 讲师 评委 出资 种植户 修理 上市 发展 设计 出租 选区 种养"
)
COMPOUND = listed("参建 承建 在建 施工 包村 驻村 联村 驻点")
WEEKDAY = re.compile("(?:周|星期)[一二三四五六日天]")
AIMS = re.compile(r"(?:到|至)(?:20\d\d|今|本|明)年|力争|实现|确保|预期|年底前")
REACH = 60
MOST_SUBJECT = 14


def read_targets(text: str, stretches: Iterable[Span], skipped: Cover) -> list[Target]:
    """The targets in the stretches of one item's own text, labels' values and quotations left out."""
    found: list[Target] = []
    for stretch in stretches:
        carried: tuple[Comparator, int] | None = None
        for count in find_counts(text, stretch.start, stretch.end):
            if skipped.holds(count.start) or not _is_target(text, count, stretch):
                continue
            goes_on = carried and count.unit == "%" and text[carried[1] : count.start].strip() in LIST_SIGNS
            targets = list(_targets(text, count, stretch, carried[0] if carried and goes_on else "="))
            found += targets
            carried = (targets[-1].comparator, count.end) if count.unit == "%" else None
    return _once(found)


def _targets(text: str, count: Count, stretch: Span, otherwise: Comparator) -> Iterator[Target]:
    span = Span(count.begin, count.end)
    written = text[span.start : span.end].strip()
    subject, per = _subject(text, count, stretch), _per(text, count.start, stretch)
    if count.high is not None:
        yield Target(written, subject, ">=", count.low, count.unit, per, span)
        yield Target(written, subject, "<=", count.high, count.unit, per, span)
    else:
        yield Target(written, subject, count.bound or otherwise, count.low, count.unit, per, span)


def _is_target(text: str, count: Count, stretch: Span) -> bool:
    """True if the number counts what is to be done, rather than names, orders, dates or tells of what is."""
    at, unit = count.start, count.unit
    clause = text[_last(text, CLAUSE_MARKS, stretch.start, at) : at]
    after = text[count.end : count.end + 20]
    if clause.endswith(NOT_A_COUNT_BEFORE) or (clause[-1:].isascii() and clause[-1:].isalnum()):
        return False
    if FACTS.search(clause) or _quoted(text, at, stretch.start) or _told(text, count, stretch):
        return False
    if _sets_case(count, clause, after):
        return False
    if unit == "%":
        return True
    if unit in MONEY and count.after.endswith(("以上", "以下")) and OF_A_SIZE.match(after):
        return False
    if unit in ("名", "位") and clause.endswith("后"):
        return False
    if unit in MONEY and GIVEN.search(clause[-12:] + after[:4]):
        return False
    if after.startswith("的") and (count.after.endswith(("以上", "以下")) or count.bound in (">", "<")):
        return False
    if unit in DURATIONS and not (count.after.endswith("内") or count.bound):
        return False
    if count.bound or count.high is not None:
        return unit not in NEEDS_BOUND or unit in DURATIONS or count.bound is not None
    needs_bound = unit in NEEDS_BOUND and not (unit in MADE and count.written[0].isdigit() and _produces(clause[-10:]))
    if needs_bound or _names_parts(text, count, clause, after):
        return False
    return count.written[0].isdigit() or _chinese_counts(count, clause[-10:], after)


def _told(text: str, count: Count, stretch: Span) -> bool:
    """True in a sentence that tells what was: cases received, a rise on the year before, the last time's figures."""
    begin = _last(text, SENTENCE_MARKS, stretch.start, count.start)
    rest = SENTENCE.match(text, count.end, stretch.end)
    told = TOLD.search(text, begin, rest.end() if rest else count.end)
    return told is not None and not AIMS.search(text, begin, told.start())


def _sets_case(count: Count, clause: str, after: str) -> bool:
    """True for the number that says whom a rule meets: so many points, or so often, …的."""
    if count.unit == "分":
        return count.bound is not None and THRESHOLD.match(after.lstrip("，、")) is not None
    of_case = CASE.match(clause) is not None or clause.endswith(("连续", "累计"))
    return count.unit in EVENTS and of_case and THRESHOLD.match(after) is not None


def _names_parts(text: str, count: Count, clause: str, after: str) -> bool:
    """True for the text's own parts, for an attribute, for findings to be answered and documents to be followed."""
    if count.unit in ("个", "项", "条", "类") and after.startswith(OWN_PARTS):
        return True
    if clause.endswith("的") or after.startswith("一"):
        return True
    if FINDINGS.match(after) and TO_ANSWER.search(clause):
        return True
    return count.unit in PAPERS and TO_FOLLOW.match(after) is not None and not _produces(clause[-10:])


def _chinese_counts(count: Count, before: str, after: str) -> bool:
    """Counts in Chinese numerals: events always, things only where something is produced."""
    if count.written[0] in "百千万" or before.endswith("一"):
        return False
    if count.unit in EVENTS:
        return not after.startswith(("性", "又", "次", "一次", "1次", "轮")) and not SESSION.match(after)
    if not _produces(before):
        return False
    if count.written == "一":
        whole = count.unit + after
        return (
            not whole.startswith(IDIOMS) and not after.startswith(tuple("个项不、，。；")) and "队伍" not in after[:12]
        )
    return not any(word in after[:6] for word in SLOGANS)


def _produces(before: str) -> bool:
    return before.endswith(PRODUCING_AT_ONCE) or any(word in before for word in PRODUCING)


def _quoted(text: str, at: int, floor: int) -> bool:
    """True inside quotation marks or 《》."""
    floor = max(floor, at - REACH)
    for opening, closing in QUOTATIONS:
        begin = text.rfind(opening, floor, at)
        if begin >= 0 and text.find(closing, begin, at) < 0:
            return True
    return False


def _last(text: str, marks: str, floor: int, at: int) -> int:
    """The offset behind the last of the marks before the place, within reach."""
    floor = max(floor, at - REACH)
    return max(text.rfind(mark, floor, at) + 1 or floor for mark in marks)


def _per(text: str, at: int, stretch: Span) -> str | None:
    """The distribution in the number's clause: 每…, or 各… as its plain subject."""
    clause = _last(text, CLAUSE_MARKS, stretch.start, at)
    every = text.rfind("每", clause, at)
    stop = _distributed(text, every + 1, at) if every >= 0 else None
    if stop:
        while every >= clause + 2 and text[every - 2] == "每":
            every -= 2
        return text[every:stop]
    each = text.find("各", clause, min(at, clause + 8))
    if each > clause + 1 and text.startswith(PRODUCING + PRODUCING_AT_ONCE, each + 1):
        return text[clause : each + 1]
    subject = text[clause:each]
    if each < 0 or any(c in subject for c in "、和与及的"):
        return None
    stop = _distributed(text, each + 1, at)
    who = text[clause:stop].strip() if stop else ""
    return who if who and not any(c in who for c in "、和与及的") else None


def _distributed(text: str, start: int, at: int) -> int | None:
    """Where the noun ends that is distributed over, before the verb or number that goes with it."""
    weekday = WEEKDAY.match(text, start, at)
    if weekday:
        return weekday.end()
    for period in PERIODS:
        if text.startswith(period, start):
            return start + len(period)
    while start < at and text[start].isdigit():
        start += 1
    for stop in range(start + 1, min(at, start + 14) + 1):
        if text.startswith(DISTRIBUTED_TO, stop) and not _inside_noun(text, stop):
            return stop - 1 if stop > start + 1 and text[stop - 1] in PRODUCING_AT_ONCE else stop
    return None


def _inside_noun(text: str, at: int) -> bool:
    """True if what looks like a verb there begins or ends a noun: 参建单位, 区级领导."""
    return text.startswith(COMPOUND, at - 1) or text.startswith(NOUNS, at)


def _subject(text: str, count: Count, stretch: Span) -> str:
    behind = SUBJECT.match(text, count.end, min(stretch.end, count.end + 40))
    if behind:
        return behind["noun"]
    clause = text[_last(text, CLAUSE_MARKS + "、", stretch.start, count.begin) : count.begin].strip()
    said = AFTER_DATE.split(clause)[-1].strip("（(").removesuffix("达到").removesuffix("达")
    return said if len(said) <= MOST_SUBJECT else _thing(said)


def _thing(said: str) -> str:
    """What a long clause before the number counts: the words behind its last verb of making, else the clause whole."""
    found = ((at, at + len(verb)) for verb in PRODUCING if (at := said.rfind(verb)) >= 0)
    start = max((end for at, end in found if end + 2 <= len(said) and not _inside_noun(said, at)), default=0)
    return said[start:]


def _once(targets: list[Target]) -> list[Target]:
    """Targets without those that only repeat an earlier one of the same number, unit and thing."""
    kept: dict[tuple[Comparator, float, str, str], Target] = {}
    for target in targets:
        kept.setdefault((target.comparator, target.value, target.unit, target.subject[:2]), target)
    return list(kept.values())
