"""Can this machine hold the program? One sentence that says what to do, if not. Runs on any Python since 3.6."""

import importlib.util
import shutil
import sys

NEEDS = (3, 11)
MEGABYTES = 400


def obstacle():
    """What stands in the way, or None."""
    if sys.version_info < NEEDS:
        has = ".".join(map(str, sys.version_info[:3]))
        return f"需要 Python 3.11 以上，这里是 {has}：make PYTHON=python3.11 / It needs Python 3.11, this is {has}"
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        return "缺少 venv：apt-get install python3-venv / There is no venv: apt-get install python3-venv"
    free = shutil.disk_usage(".").free // 2**20
    if free < MEGABYTES:
        return f"磁盘只剩 {free} MB，需要 {MEGABYTES} MB，请先清理 / Make room: {free} of {MEGABYTES} MB are free"
    return None


if __name__ == "__main__":
    sys.exit(obstacle())
