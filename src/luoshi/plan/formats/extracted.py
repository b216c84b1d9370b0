"""What every parser of a file format yields or raises, and the bounds that all of them keep."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MOST_FILE_BYTES = 20 * MEGABYTE
MOST_UNPACKED_BYTES = 64 * MEGABYTE
MOST_CHARACTERS = 5_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, lines ended by LF; `notes` say in Chinese what the file held and the text does not."""

    text: str
    format: str
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file cannot be read as a plan.

    Its message is one Chinese sentence that names the file, the cause and what to do.
    """


class TooMuch(Exception):
    """A bound was met while the file was read; `what` states it in Chinese, whoever knows the file's name refuses."""

    def __init__(self, what: str = f"超过 {MOST_CHARACTERS // 10_000} 万字") -> None:
        super().__init__(what)
        self.what = what


class Allowance:
    """How much of something a file may still use up: characters of text, unless a refusal says of what."""

    def __init__(self, most: int = MOST_CHARACTERS, refusal: TooMuch | None = None) -> None:
        self._left = most
        self._refusal = refusal or TooMuch()

    def spend(self, amount: int) -> None:
        """Take from the allowance. Raises TooMuch when it is used up."""
        self._left -= amount
        if self._left < 0:
            raise self._refusal


def damaged(name: str) -> Unreadable:
    """The refusal of a file that breaks off or contradicts itself."""
    return Unreadable(f"“{name}”已损坏，无法打开，请重新下载，或在 Word、WPS 中打开后另存为 .docx 再读。")


def too_large(name: str, what: str) -> Unreadable:
    """The refusal of a file beyond a bound; `what` states the bound in Chinese."""
    return Unreadable(f"“{name}”{what}，超出可读范围，请只留方案正文后另存再读。")
