"""Names that came with a file, made fit to be shown and saved."""

import re
import unicodedata

MOST = 200
NAMELESS = "文件"

_UNFIT = re.compile(r'[<>:"|?*]')
_DIRECTED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def safe_name(name: str) -> str:
    """The last part of the name without path, control and direction characters, its suffix kept, 200 at most."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(character for character in last if unicodedata.category(character) not in _DIRECTED)
    fit = _UNFIT.sub("_", seen).strip(". ") or NAMELESS
    stem, dot, suffix = fit.rpartition(".")
    if len(fit) > MOST and dot and len(suffix) < 10:
        return stem[: MOST - len(suffix) - 1] + dot + suffix
    return fit[:MOST]
