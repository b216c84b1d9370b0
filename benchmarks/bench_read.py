"""CPU milliseconds of reading plans made by the generator, of 1,000 to 4,000,000 characters, after import."""

import importlib.util
import sys
import time
from pathlib import Path

from luoshi.plan.read import read_text

GENERATOR = Path(__file__).parents[1] / "tools" / "plans" / "generate.py"
SIZES = (1_000, 20_000, 100_000, 1_000_000, 4_000_000)


def sections() -> list[str]:
    """The action sections of forty made plans."""
    spec = importlib.util.spec_from_file_location("generate_plans", GENERATOR)
    assert spec is not None and spec.loader is not None
    generate = sys.modules["generate_plans"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return [generate.as_txt(generate.variant(seed)).decode().partition("\n")[2] for seed in range(40)]


def main() -> None:
    parts = sections()
    whole = "".join(parts)
    read_text(whole[:5_000])
    for size in SIZES:
        text = ("云岭县2031年环境提升行动方案\n" + whole * (size // len(whole) + 1))[:size]
        start = time.process_time()
        plan = read_text(text)
        spent = time.process_time() - start
        print(f"{size:>9,} characters: {spent * 1000:8,.1f} ms CPU, {len(plan.tasks):,} tasks")


if __name__ == "__main__":
    main()
