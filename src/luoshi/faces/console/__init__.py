"""Server commands: start and stop the program, sign-in links, adoption and proofs from a terminal."""

import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from importlib import import_module

from luoshi.faces.console.ground import check_ground
from luoshi.faces.console.say import Halt, sentence

READY = "luoshi.faces.console.ready"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: the module with its `arguments(parser)` and `run(args) -> int`, loaded when it is called.

    `on_django` commands find Django set up when they are loaded; the others must start without it.
    Commands without help are called by other commands. An `is_read` command leaves the data as they are.
    """

    module: str
    help: str
    on_django: bool = True
    is_read: bool = False


COMMANDS = {
    "run": Command("luoshi.faces.console.run", "启动网页和后台 Start web server and worker", on_django=False),
    "link": Command("luoshi.faces.console.link", "管理员的一次性链接 A one-time administrator link"),
    "campaigns": Command("luoshi.faces.console.campaigns", "读入并采纳方案 Read and adopt a plan"),
    "sample": Command("luoshi.faces.console.remove", "删除样例 Remove the sample"),
    "journal": Command("luoshi.faces.console.journal", "验证日志链 Verify the journal", is_read=True),
    "doctor": Command("luoshi.faces.console.doctor", "检查本机和数据 Check machine and data", is_read=True),
    "key": Command("luoshi.faces.console.key", "程序用的密钥 Keys for programs"),
    "backup": Command("luoshi.faces.console.backup", "备份数据库和文件 Back up database and files", is_read=True),
    "restore": Command("luoshi.faces.console.restore", "从备份恢复 Restore a backup"),
    "migrate": Command("luoshi.faces.console.migrate", "更新数据库结构 Bring the database up to date"),
    "worker": Command("luoshi.faces.console.worker", "只启动后台 Start the worker alone"),
    "web": Command("luoshi.faces.console.web", "只启动网页 Start the web server alone"),
    "welcome": Command("luoshi.faces.console.welcome", ""),
}


def main(argv: list[str]) -> int:
    """Run one command; returns its exit code. What a person can mend is said in one sentence, without a trace."""
    command = COMMANDS.get(argv[0]) if argv else None
    if command is None:
        names = "\n".join(f"  luoshi {name:<10} {each.help}" for name, each in COMMANDS.items() if each.help)
        sys.stderr.write(f"{names}\n")
        return 2
    try:
        if command.on_django:
            check_ground(is_read=command.is_read)
            import_module(READY).ready()
        module = import_module(command.module)
        parser = ArgumentParser(prog=f"luoshi {argv[0]}", description=command.help)
        module.arguments(parser)
        return int(module.run(parser.parse_args(argv[1:])))
    except Halt as halt:
        sys.stderr.write(f"{halt}\n")
        return halt.code
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        said = sentence(error)
        if said is None:
            raise
        sys.stderr.write(f"{said}\n")
        return 1
