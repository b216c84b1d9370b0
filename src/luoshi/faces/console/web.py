"""`luoshi web`: the web server alone, Granian over WSGI, behind whatever proxy stands before it."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from luoshi.faces.console.supervisor import HOST

APPLICATION = "luoshi.config.wsgi"
THREADS = 4


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1))


def run(args: Namespace) -> int:
    """Serve until told to stop. Application and pages are loaded before the workers are forked, once for all."""
    load()
    assert get_resolver().url_patterns
    Server(
        APPLICATION,
        address=HOST,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve(target_loader=load, wrap_loader=False)
    return 0


def load() -> Callable[..., Any]:
    """The WSGI application."""
    application: Callable[..., Any] = import_module(APPLICATION).application
    return application
