"""No file breaks the reader: whatever the bytes, it gives a plan whose spans lie in its text, or says why it cannot."""

import io
import random
import signal
import sys
import time
import traceback
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from report import Counts, report

from luoshi.plan.codec import from_json, to_json
from luoshi.plan.formats import Unreadable
from luoshi.plan.model import Plan
from luoshi.plan.reading import read_bytes

CASES = 20_000
MOST_SECONDS = 10
FLOOR_SECONDS = 1.0
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SUFFIXES = (".docx", ".html", ".md", ".pdf", ".txt")
PHRASES = """
一、 二、 （一） （二） 1. 2、 ① ② 一是 二是 第一阶段 第二阶段 附件1 ： ； ， 。 （ ） 《 》 〔2026〕 号
牵头单位： 责任单位： 责任人： 配合单位： 完成时限： 时间安排： 县住建局 各乡镇 李某某 领导小组办公室 按职责分工负责
4月下旬 9月底前 2026年3月5日 即日起 每月 每季度 长期坚持 立行立改 2月30日 13月 至 到 前 后 全年 2020-2030年
不少于 95%以上 百分之九十 一次 三场 每人 10万元 零 ０ １２ ㈠ ⼀ <b> | --- # 工作任务 保障措施 实施步骤 😀
"""
WORDS = [*PHRASES.split(), *"\n\n\n\u3000\ufeff", "\n\n"]


class TooSlow(Exception):
    """A case took longer than any file may."""


def check(data: Path, scale: float, seed: int) -> tuple[bool, Counts]:
    """Whether no case broke the reader or took too long, and the counts; a case comes back with its seed."""
    chance = random.Random(seed)
    seeds = [(path.suffix, path.read_bytes()) for path in sorted(EXAMPLES.rglob("*")) if path.suffix in SUFFIXES]
    cases = max(200, round(CASES * scale))
    plans = refusals = broken = slow = 0
    slowest = 0.0
    for number in range(cases):
        suffix, content = _case(chance, seeds)
        began = time.perf_counter()
        try:
            with _limit():
                plans += _holds(content, f"case{suffix}")
        except Unreadable:
            refusals += 1
        except Exception:
            broken += 1
            sys.stderr.write(f"seed {seed}, case {number}{suffix}: {traceback.format_exc(limit=-3)}\n")
        seconds = time.perf_counter() - began
        slowest = max(slowest, seconds)
        slow += seconds > FLOOR_SECONDS * max(1.0, len(content) / 2**20)
    counts: Counts = {
        "cases": cases,
        "plans": plans,
        "refused_with_a_reason": refusals,
        "broken": broken,
        "over_a_second_per_megabyte": slow,
        "slowest_ms": round(slowest * 1000),
    }
    return broken == 0 and slow == 0, counts


def _case(chance: random.Random, seeds: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    suffix, content = chance.choice(seeds)
    match chance.randrange(4):
        case 0:
            return ".txt", "".join(chance.choices(WORDS, k=chance.randrange(400))).encode()
        case 1 if suffix == ".docx":
            return suffix, _with_member(content, chance)
        case 2 if suffix != ".docx":
            return suffix, _reworded(content.decode(), chance).encode()
    return chance.choice((suffix, suffix, *SUFFIXES)), _mutated(content, chance)


def _reworded(text: str, chance: random.Random) -> str:
    """The text with some of it lost, doubled, or replaced by words of plans."""
    for _ in range(chance.randrange(1, 20)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randrange(1, 60))
        piece = chance.choice(("", text[start:end] * 2, "".join(chance.choices(WORDS, k=8))))
        text = text[:start] + piece + text[end:]
    return text


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with some of its bytes lost, doubled or replaced by others."""
    for _ in range(chance.randrange(1, 8)):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.randrange(1, 200))
        piece = chance.choice((b"", content[start:end] * 2, chance.randbytes(end - start)))
        content = content[:start] + piece + content[end:]
    return content


def _with_member(content: bytes, chance: random.Random) -> bytes:
    """The archive with one member reworded and its sums made good."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        victim = chance.choice([name for name in archive.namelist() if name.endswith(".xml")])
        for name in archive.namelist():
            member = archive.read(name)
            copy.writestr(name, _reworded(member.decode(), chance) if name == victim else member)
    return out.getvalue()


def _holds(content: bytes, name: str) -> bool:
    """True; raises AssertionError where the plan contradicts its text."""
    reading = read_bytes(content, name)
    assert from_json(to_json(reading.plan)) == reading.plan
    for start, end in _spans(reading.plan):
        assert 0 <= start <= end <= len(reading.text), (start, end)
    return True


def _spans(plan: Plan) -> Iterator[tuple[int, int]]:
    rows = (*plan.outline, *plan.stages, *plan.tasks, *plan.people, *plan.references, *plan.annexes, *plan.findings)
    for row in rows:
        yield (row.span.start, row.span.end)


@contextmanager
def _limit() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    sys.exit(report(check))
