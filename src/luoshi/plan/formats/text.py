"""Plain text: which encoding it has, and its lines as they stand."""

import re

from luoshi.plan.formats.extracted import Extracted, Unreadable

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_LOST = "\N{REPLACEMENT CHARACTER}"
_MOST_LOST = 1 / 200
_SAMPLE = 64 * 1024


def read(data: bytes, name: str) -> Extracted:
    """The decoded text without byte-order mark, line ends as LF. Raises Unreadable."""
    text = decode(data, name)
    lost = text.count(_LOST)
    notes = (f"有 {lost} 处字节无法识别，以“{_LOST}”代替",) if lost else ()
    return Extracted(text.replace("\r\n", "\n").replace("\r", "\n"), "txt", notes)


def decode(data: bytes, name: str) -> str:
    """The text in UTF-8, GB 18030, or UTF-16 with a byte-order mark; single damaged bytes become U+FFFD.

    Raises Unreadable for what is not text.
    """
    text = _marked(data) or _unmarked(data)
    if text is None or "\x00" in text or _lost(text) > len(text) * _MOST_LOST:
        raise Unreadable(f"“{name}”不是文本，或编码无法识别，请用 UTF-8 编码另存为 .txt，或另存为 .docx 后再读。")
    return text


def _lost(text: str) -> int:
    return len(_CONTROLS.findall(text)) + text.count(_LOST)


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.removeprefix(mark).decode(encoding, errors="replace")
    return None


def _unmarked(data: bytes) -> str | None:
    if b"\x00" in data[:_SAMPLE]:
        return None
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    tries = (data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030"))
    return min(tries, key=lambda text: text.count(_LOST))
