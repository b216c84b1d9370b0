"""`luoshi run`: look at the machine, bring the database up to date, then watch over web server and worker."""

import shutil
import socket
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path

from luoshi.faces.console import READY
from luoshi.faces.console.ground import check_database, check_folder, data_folder, database_address
from luoshi.faces.console.say import Halt
from luoshi.faces.console.schema import is_current
from luoshi.faces.console.supervisor import DATABASE, HOST, run_once, supervise
from luoshi.plan.formats import Unreadable
from luoshi.plan.reading import read_file

MEGABYTES = 100


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--plan", type=Path, help="方案文件 a plan document")
    parser.add_argument("--sample", type=Path, help="没有数据时的样例方案 the sample plan of an empty installation")


def run(args: Namespace) -> int:
    """Start, and stay until told to stop."""
    check_port(args.port)
    data = data_folder()
    check_database()
    if args.plan:
        check_plan(args.plan, is_read=not data.exists())
    check_data(data)
    import_module(READY).ready_to_fork()
    if database_address() or not is_current(data / DATABASE):
        code = run_once("migrate")
        if code:
            return code
    return supervise(args.port, data, _welcome(args))


def port(text: str) -> int:
    """The number of a port. Raises Halt for any other word."""
    if not text.removeprefix("-").isdecimal():
        raise Halt(f"“{text}”不是端口号：用 make run PORT=8000", "a port is a number: make run PORT=8000", 2)
    return int(text)


def check_plan(file: Path, *, is_read: bool) -> None:
    """Raises Halt if there is no such file or, where it `is_read` for that, no plan can be read from it."""
    if not file.is_file():
        raise Halt(f"找不到文件 {file}", f"there is no file {file}", 2)
    try:
        if is_read:
            read_file(file)
    except Unreadable as unreadable:
        raise Halt(str(unreadable), f"{file.name} cannot be read", 2) from None


def check_port(port: int) -> None:
    """Raises Halt if the port cannot be listened on."""
    if not 0 < port < 65536:
        raise Halt(f"没有 {port} 这个端口：用 make run PORT=8000", "ports go from 1 to 65535: make run PORT=8000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Halt(f"端口 {port} 要更高权限：用 make run PORT=8000", "it needs more rights: PORT=8000") from None
        except OSError:
            other = f"make run PORT={_free_port(port)}"
            raise Halt(f"端口 {port} 已被占用：用 {other}", f"port {port} is taken: {other}") from None


def check_data(data: Path) -> None:
    """Make the data folder if need be. Raises Halt when it cannot be written or the disk is nearly full."""
    check_folder(data)
    free = shutil.disk_usage(data).free // 2**20
    if free < MEGABYTES:
        raise Halt(
            f"{data} 所在磁盘只剩 {free} MB：请清理，或用 make run DATA=别的目录",
            f"only {free} MB are left there: make room, or use make run DATA=folder",
        )


def _free_port(taken: int) -> int:
    for port in (*range(taken + 1, min(taken + 20, 65536)), 0):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def _welcome(args: Namespace) -> list[str]:
    plan = ["--plan", str(args.plan)] if args.plan else []
    sample = ["--sample", str(args.sample)] if args.sample and not args.plan else []
    return ["--port", str(args.port), *plan, *sample]
