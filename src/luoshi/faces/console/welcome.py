"""`luoshi welcome`, run by `luoshi run`: read the plan or live the sample, wait for the server, print the link."""

import http.client
import os
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.db import transaction
from django.urls import reverse

from luoshi.campaigns.propose import Proposed
from luoshi.faces.console import sample
from luoshi.faces.console.link import address, new_link
from luoshi.faces.console.reading import read, told
from luoshi.faces.console.say import Halt, say
from luoshi.faces.console.supervisor import HOST
from luoshi.journal.queries import history
from luoshi.journal.record import SYSTEM

PATIENCE = 60.0


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--sample", type=Path)


def run(args: Namespace) -> int:
    """Print what was read and, once the server answers, where to go."""
    then = ""
    if args.plan:
        proposed = read(args.plan)
        say(told(proposed))
        then = reverse("proposal", args=[proposed.proposal.pk])
    elif args.sample and is_untouched():
        say(told(live_sample(args.sample)))
    is_logged = "JOURNAL_STREAM" in os.environ  # a service's output is kept, and a link in it would be too
    link = "" if is_logged else new_link(then)
    wait_until_it_answers(args.port)
    say(f"地址 address：{address()}/")
    if is_logged:
        say("管理员链接：运行 luoshi link / for an administrator link run: luoshi link")
        return 0
    say("管理员链接（30 分钟内用一次；luoshi link 另开）administrator link (once, within 30 minutes):")
    say(f"  {link}")
    say("停止 stop：Ctrl-C")
    return 0


def is_untouched() -> bool:
    """True as long as nobody has done anything here; a removed sample does not come back."""
    return not history(SYSTEM, limit=1)


def live_sample(path: Path) -> Proposed:
    """Read the sample plan and live it through, wholly or not at all."""
    with transaction.atomic():
        county = sample.found()
        proposed = read(path, is_sample=True)
        sample.live(proposed.proposal, county)
    return proposed


def wait_until_it_answers(port: int) -> None:
    """Ask until the server answers. Raises Halt after a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/signin/")
            connection.getresponse()
            return
        except OSError:
            time.sleep(0.03)
        finally:
            connection.close()
    raise Halt("网页没有应答：原因见上", "the web server does not answer: see above")
