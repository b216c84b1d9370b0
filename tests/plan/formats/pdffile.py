"""PDF files made by hand: one font that shows every character by its own code point, text where the test puts it."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place of the page, in points from its lower left corner."""

    left: float
    up: float
    text: str
    size: float = 16


def a_pdf(*pages: Sequence[Words], rotation: int = 0, raw: bytes = b"") -> bytes:
    """A PDF of those pages; `raw` is appended to the content of each."""
    characters = sorted({ord(char) for page in pages for words in page for char in words.text})
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(_code_map(characters)),
    ]
    kids = []
    for page in pages:
        kids.append(len(objects) + 1)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Rotate {rotation}"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(_stream("".join(map(_shown, page)).encode() + raw))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return _file(objects)


def a_page(*lines: str, left: float = 72, indent: float = 32, size: float = 16) -> list[Words]:
    """Running text from the top of a page; a line that begins with two blanks is indented."""
    return [
        Words(left + (indent if line.startswith("  ") else 0), HEIGHT - 100 - at * 28, line.strip(), size)
        for at, line in enumerate(lines)
    ]


def _shown(words: Words) -> str:
    codes = "".join(f"{ord(char):04X}" for char in words.text)
    return f"BT /F1 {words.size} Tf 1 0 0 1 {words.left} {words.up} Tm <{codes}> Tj ET\n"


def _code_map(characters: Sequence[int]) -> bytes:
    rows = [f"<{code:04X}> <{code:04X}>" for code in characters]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    maps = "".join(f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar\n" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{maps}endcmap end end"
    ).encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(objects: Sequence[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(data)
