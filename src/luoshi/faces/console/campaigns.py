"""`luoshi campaigns adopt FILE`: read a plan into a proposal and, with --accept, adopt it as it was read."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.urls import reverse

from luoshi.campaigns.adopt import adopt
from luoshi.faces.console.link import address
from luoshi.faces.console.reading import read, told
from luoshi.faces.console.say import Halt, say
from luoshi.kit.verdict import Refused
from luoshi.orgs.access import INSTALLER


def arguments(parser: ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True)
    adoption = acts.add_parser("adopt", help="读入方案 Read a plan into a proposal")
    adoption.add_argument("file", type=Path)
    adoption.add_argument("--accept", action="store_true", help="按读到的直接采纳 Adopt it as it was read")


def run(args: Namespace) -> int:
    """Print what was read and what was made. Raises Halt, with 2 for a file that cannot be read."""
    proposed = read(args.file)
    say(told(proposed))
    if not args.accept:
        say(f"待采纳 to be adopted：{address()}{reverse('proposal', args=[proposed.proposal.pk])}")
        return 0
    try:
        made = adopt(proposed.proposal, by=INSTALLER)
    except Refused as refused:
        raise Halt(str(refused), "this proposal cannot be adopted now") from None
    say(
        f"已采纳 adopted：{made.stages} 阶段 stages · {made.tasks} 任务 tasks · {made.duties} 责任 duties · "
        f"{made.targets} 指标 targets：{address()}{reverse('home', args=[made.campaign.pk])}"
    )
    return 0
