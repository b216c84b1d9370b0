"""`luoshi link`: a link that signs the administrator in once, within 30 minutes."""

import socket
import sys
from argparse import ArgumentParser, Namespace
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from luoshi.faces.console.say import say
from luoshi.orgs.access import INSTALLER, Standing
from luoshi.orgs.mfa import forget
from luoshi.orgs.people import administrator, open_link

USUAL_ADDRESS = "http://127.0.0.1:8000"


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--without-app",
        action="store_true",
        help="停用管理员丢失的验证器 take the administrator's lost authenticator away",
    )


def run(args: Namespace) -> int:
    """Print the link and nothing else; on standard error that it leads nowhere while the program does not run."""
    if args.without_app:
        forget(administrator().pk, by=Standing(None, INSTALLER.name, frozenset({("admin_security", 0)})))
    say(new_link())
    if not (settings.HTTPS or is_running()):
        sys.stderr.write(
            f"程序没有在运行，链接现在打不开：先 make run DATA={settings.DATA} / It does not run: start it first\n"
        )
    return 0


def is_running() -> bool:
    """True if the program answers on this data folder."""
    try:
        at = urlsplit((settings.DATA / "address").read_text())
        with socket.create_connection((at.hostname or "", at.port or 0), timeout=1):
            return True
    except OSError:
        return False


def address() -> str:
    """Where the program answers now; its usual address when it does not run; behind a proxy, the proxy's."""
    if settings.HTTPS:
        return f"https://{settings.ALLOWED_HOSTS[0]}"
    try:
        return str((settings.DATA / "address").read_text())
    except FileNotFoundError:
        return USUAL_ADDRESS


def new_link(then: str = "") -> str:
    """A fresh link for the administrator, who is made if there is none; `then` is a local path to go on to."""
    token = open_link(administrator().pk, by=INSTALLER)
    query = f"?{urlencode({'next': then})}" if then else ""
    return f"{address()}{reverse('sign_in_link', args=[token])}{query}"
