"""`luoshi journal verify | anchor`: every break of every chain, a line each; or today's heads, noted down in a file."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from luoshi.faces.console.say import say
from luoshi.journal.anchor import anchor
from luoshi.journal.queries import length
from luoshi.journal.verify import verify


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["verify", "anchor"])
    parser.add_argument("--anchors", type=Path, metavar="DIR", help="锚定文件的目录 the folder of anchor files")


def run(args: Namespace) -> int:
    """Print `CHAIN:SEQ REASON` for each break, else how many entries hold; or the file in which the heads stand."""
    if args.act == "anchor":
        say(str(anchor(args.anchors)))
        return 0
    broken = False
    for found in verify(args.anchors):
        say(f"{found.chain}:{found.seq} {found.reason}")
        broken = True
    if not broken:
        n = length()
        say(f"日志 {n} 条，条条接得上 / all {n} entries hold")
    return int(broken)
