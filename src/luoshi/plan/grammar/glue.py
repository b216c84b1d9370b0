"""Parts a heading from the body that was glued to it when the line break was lost. See docs/reading/glue.md."""

import re

from luoshi.plan.grammar.texts import BLANKS, listed, unbalanced

SECTION_NOUNS = listed(
    "指导思想 总体要求 总体目标 总体思路 基本原则 工作原则 工作目标 目标任务 活动主题 活动时间 时间安排"
    " 活动内容 主要内容 工作内容 主要任务 重点任务 工作任务 工作重点 工作措施 主要措施 整改措施 保障措施"
    " 工作要求 活动要求 有关要求 组织领导 组织保障 组织机构 实施步骤 工作步骤 方法步骤 活动安排 工作安排"
    " 进度安排 参加范围 活动范围 整治范围 工作对象 活动对象 职责分工 责任分工 任务分工 工作职责 督导检查"
    " 监督检查 重要意义 活动目的 工作进度 整治内容 整治目标 活动目标 组织实施 活动地点 活动形式 活动方式"
    " 参加人员 参加对象 整治重点"
)
SECTION_NOUN = re.compile("|".join(SECTION_NOUNS))
HEADING_ENDS = listed(
    "结构 秩序 网络 通道 设备 力量 渠道 素养 素质 技能 意识 作风 形象 品质 效率 基础 模式 载体 品牌 文化 市场"
    " 产业 项目 企业 活动 工作 演练 检查 教育 培训 宣传 建设 整治 机制 制度 体系 责任 领导 保障 氛围 力度"
    " 到位 落实 水平 能力 质量 效能 服务 管理 监督 督查 督导 考核 评估 总结 片 论述 精神 会 讨论 调研 学习"
    " 任务 措施 要求 目标 实效 组织 报送 规范 有力 问题 改革 发展 治理 清单 方案 台账 一览表 分解表 任务表"
    " 责任表 分工表 安排表 统计表 登记表 排查 整改 行动 平台 队伍 环境 条件 功能 设施 作用 合力 统筹 协调"
    " 指导 动员 部署 合作 交流 创新 转型 升级 试点 推广 示范 典型 认识 站位 关系 原则 安排 内容 重点 步骤"
    " 主题 意义 思想 时间 对象 范围 ” 》 ） ) 机构 阶段 纪律 实施 衔接 引导 监管 执法 处置 防控 防范 隐患"
    " 公开信 倡议书 承诺书"
)
BODY_STARTS = listed(
    "为深入 为贯彻 为进一步 为加强 为全面 为认真 为切实 为确保 为推动 为了 为做好 为保证 根据 按照 围绕 结合"
    " 以“ 以《 以习 由 各所 各级 各地 各县 各镇 各处 各科 各乡 各街 各区 各村 各有 各相 各项 各片 各单位"
    " 各部门 各股 各校 局党委 局党组 局领导 局机关 县委 市委 区委 镇党委 乡党委 县政府 市政府 区政府 单位主要"
    " 在“ 在《 在全 在各 通过 随着 有的 对全 对各 对照 针对 深刻 认真 充分 深入学习 深入贯彻 成立 组织各"
    " 组织观看 组织全 组织开展 组织党员 组织学习 组织召开 办公室要 利用 今年 201 202 203 严格 加大 积极"
    " 进一步 切实 要加强 要充分 要结合 要把 要认真 要坚持 坚持以 坚持“ 领导小组 全市 全县 全区 全镇 全局"
    " 全体 建立 制定 开展 加强 做好 主要 重点 采取 依托 突出 明确 把 将 从 当前 目前 每年 每月 每季 每周 本次"
    " 本方 此次 聚焦 紧紧围绕 序号 到20 至20 截至 自20 力争到 计划到 预计到 牢固树立 始终 大力 着力 全面 定期"
    " 及时 邀请 动员 高举 自20 自即 活动从 打通 新增 新建 完成 实施 打造 编制 推行 推广 落实 整合 引导 鼓励"
    " 支持 构建 强化 优化 推进 提升 深化 健全 完善 督促 推动 培育 召开 举办 印发 联合 会同 统一 对接 梳理"
    " 排查 清理 配合 压实 规范 加快 扩大 发挥 运用 统筹 改造 建成 力争 确保 督查 聘请 选派"
)
TWIN_STARTS = listed("各 对 要 在 以 为 局 市 县 区 全 本 我 乡 镇 学校 单位 部门")
AGENT = re.compile(
    r"由[^，。由]{2,16}(?:牵头|负责|组织)|[省市县区][^，。、省市县区]{1,6}[局委办](?:组成|成立|组织|会同|牵头)"
)
TWIN_LONGEST = 10
LONGEST_LEAD = 6
LONG_BODY = 8
HEADING_LONGEST = 40


def section_end(text: str, start: int, end: int, lead: int = 0) -> int | None:
    """Where a customary section heading ends that a body follows; `lead` characters may stand before its noun."""
    for at in range(start, start + lead + 1):
        noun = SECTION_NOUN.match(text, at)
        if noun and noun.end() < end:
            stop = noun.end()
            follows = text[stop].isdigit() or text[stop] in BLANKS or text.startswith(BODY_STARTS, stop)
            return stop if follows else None
    return None


def bare_noun_end(text: str, start: int, stop: int) -> int | None:
    """Where a section noun that opens the text ends, if far more than a heading follows before `stop`."""
    end = next((start + len(noun) for noun in SECTION_NOUNS if text.startswith(noun, start)), stop)
    return end if end + LONG_BODY <= stop else None


def twin_end(text: str, start: int, first: int, second: int) -> int | None:
    """Where a heading of two even halves ends (加强领导，压实责任) that runs on into its body."""
    twin = first + 1 + (first - start)
    if 3 <= first - start <= TWIN_LONGEST and twin < second and text[first] in "，,":
        return twin if text.startswith(BODY_STARTS + TWIN_STARTS, twin) else None
    return None


def unglue(text: str, start: int, first: int) -> int:
    """Where the heading ends whose first break stands at `first`; `first` itself if nothing else parts it."""
    section = section_end(text, start, first, LONGEST_LEAD)
    if section:
        return section
    for at in range(start + 4, min(first, start + HEADING_LONGEST)):
        begins = text.startswith(BODY_STARTS, at) and text.endswith(HEADING_ENDS, start, at)
        if (begins or AGENT.match(text, at, first)) and not unbalanced(text[start:at]):
            return at
    return first
