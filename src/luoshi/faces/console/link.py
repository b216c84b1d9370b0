"""`luoshi link`: a link that signs the administrator in once, within 30 minutes."""

from argparse import ArgumentParser, Namespace
from urllib.parse import urlencode

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
    """Print the link and nothing else."""
    if args.without_app:
        forget(administrator().pk, by=Standing(None, INSTALLER.name, frozenset({("admin_security", 0)})))
    say(new_link())
    return 0


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
