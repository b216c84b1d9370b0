"""`luoshi campaigns adopt | export | import | repeat`: a plan becomes a campaign, a campaign a file, a file a campaign.

`adopt FILE` reads a plan into a proposal and, with --accept, adopts it as it was read.
"""

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.urls import reverse

from luoshi.campaigns.adopt import adopt
from luoshi.campaigns.feedback import Unanswered
from luoshi.campaigns.queries import campaign
from luoshi.campaigns.repeat import Again, repeat
from luoshi.faces.console.link import address
from luoshi.faces.console.reading import read, told
from luoshi.faces.console.say import Halt, say
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER
from luoshi.reports.bundle.contents import NoBundle
from luoshi.reports.bundle.pack import pack
from luoshi.reports.bundle.unpack import unpack

if TYPE_CHECKING:
    from luoshi.campaigns.models import Campaign


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, dest="act")
    adoption = acts.add_parser("adopt", help="读入方案 Read a plan into a proposal")
    adoption.add_argument("file", type=Path)
    adoption.add_argument("--accept", action="store_true", help="按读到的直接采纳 Adopt it as it was read")
    export = acts.add_parser("export", help="整个活动写成一个文件 Write a whole campaign into one file")
    export.add_argument("campaign", type=int, metavar="ID", help="地址里的编号 its number in the address")
    export.add_argument("file", type=Path, metavar="FILE.zip")
    taking = acts.add_parser("import", help="从文件读入整个活动 Take a whole campaign in from a file")
    taking.add_argument("file", type=Path, metavar="FILE.zip")
    again = acts.add_parser("repeat", help="照样再办一次，日期顺移 The same demands again, on other days")
    again.add_argument("campaign", type=int, metavar="ID")
    again.add_argument("--title", required=True, help="新活动的名称 what the next is called")
    again.add_argument(
        "--start", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="哪天开始 its start"
    )


def run(args: Namespace) -> int:
    """Print what was read and what was made. Raises Halt, with 2 for a file that cannot be read."""
    ACTS[args.act](args)
    return 0


def _adopt(args: Namespace) -> None:
    proposed = read(args.file)
    say(told(proposed))
    if not args.accept:
        say(f"待采纳 to be adopted：{address()}{reverse('proposal', args=[proposed.proposal.pk])}")
        return
    try:
        made = adopt(proposed.proposal, by=INSTALLER)
    except Refused as refused:
        raise Halt(str(refused), "this proposal cannot be adopted now") from None
    say(
        f"已采纳 adopted：{made.stages} 阶段 stages · {made.tasks} 任务 tasks · {made.duties} 责任 duties · "
        f"{made.targets} 指标 targets：{address()}{reverse('home', args=[made.campaign.pk])}"
    )


def _export(args: Namespace) -> None:
    args.file.write_bytes(pack(_campaign(args.campaign), by=INSTALLER))
    say(f"已导出 exported：{args.file}")


def _import(args: Namespace) -> None:
    if not args.file.is_file():
        raise Halt(f"没有这个文件：{args.file}", "there is no such file", 2)
    try:
        made = unpack(args.file.read_bytes(), by=INSTALLER)
    except NoBundle as said:
        raise Halt(str(said), "nothing was imported", 2) from None
    say(f"已导入 imported：{made.title}：{address()}{reverse('home', args=[made.pk])}")


def _repeat(args: Namespace) -> None:
    try:
        made = repeat(_campaign(args.campaign), Again(args.title, args.start), by=INSTALLER)
    except Unanswered as said:
        raise Halt(str(said), "the pattern cannot be taken", 2) from None
    say(f"待采纳 to be adopted：{address()}{reverse('proposal', args=[made.pk])}")


def _campaign(campaign_id: int) -> "Campaign":
    found = campaign(INSTALLER, campaign_id)
    if found is None:
        raise Halt(f"没有编号为{campaign_id}的活动", "there is no campaign of that number", 2)
    return found


ACTS = {"adopt": _adopt, "export": _export, "import": _import, "repeat": _repeat}
