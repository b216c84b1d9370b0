"""`luoshi web`: the web server alone, Granian over WSGI, behind whatever proxy stands before it."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from luoshi.faces.console.ready import ready_to_fork
from luoshi.faces.console.supervisor import HOST

APPLICATION = "luoshi.config.wsgi"
THREADS = 4


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))


def run(args: Namespace) -> int:
    """Serve until told to stop, or until one of its processes dies: who watches over it starts it again, whole.

    Application and pages are loaded before the workers are forked, once for all.
    """
    load()
    ready_to_fork()
    Server(
        APPLICATION,
        address=HOST,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve(target_loader=load, wrap_loader=False)
    return 0


def load() -> Callable[..., Any]:
    """The WSGI application."""
    application: Callable[..., Any] = import_module(APPLICATION).application
    return application
