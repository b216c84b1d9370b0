"""A PDF with text as lines: running heads and page numbers left out, wrapped lines rejoined, radicals folded."""

import io
import logging
import re

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from luoshi.plan.formats.extracted import MEGABYTE, Extracted, Unreadable, damaged, too_large
from luoshi.plan.formats.lines import join, split
from luoshi.plan.formats.pdf.furniture import without_furniture
from luoshi.plan.formats.pdf.lines import Line, page_lines
from luoshi.plan.formats.pdf.paragraphs import rejoin
from luoshi.plan.formats.pdf.stream import Effort

_MOST_PAGES = 500
_MOST_STREAM = 16 * MEGABYTE
_MOST_OPERANDS = 400_000
_MOST_STRANGE = 0.2
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]|\\(cid:\\d+\\)")
_BROKEN = (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, ArithmeticError)
_BOUNDS = Configuration(
    maximum_declared_stream_length=_MOST_STREAM,
    array_based_stream_maximum_output_length=_MOST_STREAM,
    lzw_maximum_output_length=_MOST_STREAM,
    run_length_maximum_output_length=_MOST_STREAM,
    zlib_maximum_output_length=_MOST_STREAM,
    stream_parsing_work_maximum_count=_MOST_OPERANDS,
)

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(data: bytes, name: str) -> Extracted:
    """The text of a PDF file. Raises Unreadable, also for scanned pages without text."""
    try:
        with apply_configuration(_BOUNDS):
            pages, width = _pages(PdfReader(io.BytesIO(data)), name)
    except DependencyError as error:
        raise _locked(name) from error
    except LimitReachedError as error:
        raise too_large(name, "排版标记过多") from error
    except (*_BROKEN, OSError) as error:
        raise damaged(name) from error
    text = join(split("\n".join(rejoin(without_furniture(pages), width))))
    if not text:
        raise Unreadable(f"“{name}”是扫描件或图片，没有可读的文字，请先做文字识别，或换用 Word 原稿。")
    if len(_STRANGE.findall(text)) > _MOST_STRANGE * len(text):
        raise Unreadable(f"“{name}”的字体没有带文字编码，读出的是乱码，请换用 Word 原稿。")
    notes = ("表格按行读出，跨行的格子可能串行",) if "\t" in text else ()
    return Extracted(text, "pdf", notes)


def _pages(reader: PdfReader, name: str) -> tuple[list[list[Line]], float]:
    """The lines of every page, and the width of the first in points."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked(name)
    if len(reader.pages) > _MOST_PAGES:
        raise too_large(name, f"超过 {_MOST_PAGES} 页")
    effort = Effort()
    pages = [page_lines(page, effort) for page in reader.pages]
    return pages, float(reader.pages[0].mediabox.width) if pages else 0.0


def _locked(name: str) -> Unreadable:
    return Unreadable(f"“{name}”设有打开密码，请取消密码后另存再读。")
