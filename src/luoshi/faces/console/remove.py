"""`luoshi sample remove`: the sample goes, with the organization and the people that were made for it."""

from argparse import ArgumentParser, Namespace

from luoshi.campaigns.queries import campaign, campaigns
from luoshi.campaigns.remove import Kept, remove_sample
from luoshi.faces.console.say import Halt, say
from luoshi.orgs.access import INSTALLER


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["remove"])


def run(args: Namespace) -> int:
    """Remove every sample campaign. Raises Halt if there is none."""
    samples = [row for row in campaigns(INSTALLER) if row.is_sample]
    if not samples:
        raise Halt("没有样例", "there is no sample")
    kept: tuple[Kept, ...] = ()
    for row in samples:
        held = campaign(INSTALLER, row.id)
        if held is not None:
            kept = remove_sample(held, by=INSTALLER)
            say(f"已删除 removed：{row.title}")
    for one in kept:
        say(f"保留 kept：{one.name}（{one.why}）")
    return 0
