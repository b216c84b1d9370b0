"""A plan file from the disk as a proposal, and what to say about it."""

from pathlib import Path

from luoshi.campaigns.propose import PlanFile, Proposed, propose
from luoshi.campaigns.queries import plan_of
from luoshi.faces.console.say import Halt
from luoshi.orgs.access import INSTALLER
from luoshi.plan.formats import Unreadable


def read(path: Path, is_sample: bool = False) -> Proposed:
    """The proposal made of the file, in the installer's name. Raises Halt if it cannot be read."""
    try:
        return propose(PlanFile(path.name, path.read_bytes(), is_sample=is_sample), by=INSTALLER)
    except FileNotFoundError:
        raise Halt(f"找不到文件 {path}", f"there is no file {path}", 2) from None
    except IsADirectoryError:
        raise Halt(f"{path} 是目录，不是文件", f"{path} is a folder, not a file", 2) from None
    except Unreadable as unreadable:
        raise Halt(str(unreadable), f"{path.name} cannot be read", 2) from None


def told(proposed: Proposed) -> str:
    """What was read, in one line."""
    plan, held = plan_of(proposed.proposal), proposed.proposal
    duties = sum(len(task.duties) for task in plan.tasks)
    targets = sum(len(task.targets) for task in plan.tasks)
    when = f"{held.milliseconds} ms" if proposed.is_new else "早已读过 read before"
    return (
        f"已读 read {held.name}（{when}）：{len(plan.stages)} 阶段 stages · {len(plan.tasks)} 任务 tasks · "
        f"{duties} 责任 duties · {targets} 指标 targets · {len(plan.findings)} 提示 findings"
    )
