"""`luoshi journal verify`: every break of every chain, a line each; 1 if there is any."""

from argparse import ArgumentParser, Namespace

from luoshi.faces.console.say import say
from luoshi.journal.verify import verify


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("act", choices=["verify"])


def run(args: Namespace) -> int:
    """Print `CHAIN:SEQ REASON` for each break; nothing when all chains hold."""
    broken = False
    for found in verify():
        say(f"{found.chain}:{found.seq} {found.reason}")
        broken = True
    return int(broken)
