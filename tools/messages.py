"""Messages: `collect` takes new ids into en.po, `fill` translates them, `compile` writes the .mo, `check` refuses gaps.

Ids are Chinese. The catalogue is sorted by id and carries no line numbers, so that two people's additions merge.
`fill` reads lines of id, tab, translation (and, for a plural, tab, plural form) from its standard input.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "luoshi"
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
PLAIN = {"_", "later", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
LABELLED = {"State", "Move", "Role", "Rule", "Word", "Output"}
"""Value classes of the pure rooms whose Chinese literals are shown, and translated where they are shown."""
HAN = re.compile(r"[\u3400-\u9fff]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NOT_SHOWN = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Id:
    """One message as the code asks for it; empty context and plural mean there is none."""

    text: str
    context: str = ""
    plural: str = ""


def templates() -> list[Path]:
    """Every template of every face."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt"))


def unquote(literal: str) -> str:
    return literal[1:-1].replace("%", "%%")


def template_ids(text: str) -> Iterator[Id]:
    """The ids of `{% trans %}`, `{% blocktrans %}` and `_("…")`, formed as Django forms them."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        yield from (Id(unquote(found)) for found in constant_re.findall(token.contents))
        if token.token_type is not TokenType.BLOCK:
            continue
        if inline := inline_re.match(token.contents):
            yield Id(unquote(inline[1]), unquote(inline[3]) if inline[3] else "")
        elif block := block_re.match(token.contents):
            trimmed = "trimmed" in token.split_contents()
            yield _block_id(tokens, unquote(block[2]) if block[2] else "", trimmed)


def _block_id(tokens: Iterator[Token], context: str, trimmed: bool) -> Id:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.BLOCK and endblock_re.match(token.contents):
            break
        if token.token_type is TokenType.BLOCK and plural_re.match(token.contents):
            parts.append([])
        elif token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type is TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
    texts = [trim_whitespace(text) if trimmed else text for text in ("".join(part) for part in parts)]
    return Id(texts[0], context, texts[1] if len(texts) > 1 else "")


def python_ids(text: str) -> Iterator[Id]:
    """The ids of gettext calls, also inside f-strings, and of the labels of states, moves and roles."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        strings = [value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)]
        if name in LABELLED:
            yield from (Id(string) for string in strings if HAN.search(string))
        elif name in PLAIN and strings:
            yield Id(strings[0])
        elif name in PLURAL and len(strings) > 1:
            yield Id(strings[0], plural=strings[1])
        elif name in IN_CONTEXT and len(strings) > 1:
            yield Id(strings[1], strings[0])


def all_ids() -> set[Id]:
    """Every id the program asks for."""
    found = {each for path in templates() for each in template_ids(path.read_text("utf-8"))}
    return found | {each for path in sorted(SOURCE.rglob("*.py")) for each in python_ids(path.read_text("utf-8"))}


def bare_chinese(text: str) -> list[str]:
    """Chinese in a template that no translation covers."""
    found: list[str] = []
    inside = False
    for token in Lexer(NOT_SHOWN.sub("", text)).tokenize():
        if token.token_type is TokenType.BLOCK and (block_re.match(token.contents) or inside):
            inside = not endblock_re.match(token.contents)
        elif not inside and token.token_type is not TokenType.COMMENT:
            contents = token.contents
            if token.token_type is not TokenType.TEXT:
                contents = constant_re.sub("", inline_re.sub("", contents))
            found += HAN.findall(contents)
    return found


def load() -> dict[Id, Message]:
    """The catalogue's messages under the ids they translate."""
    if not CATALOGUE.exists():
        return {}
    with CATALOGUE.open("rb") as file:
        return {_id_of(message): message for message in read_po(file, locale="en") if message.id}


def _id_of(message: Message) -> Id:
    text, plural = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
    return Id(text, message.context or "", plural)


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural form."""
    said = message.string or ""
    return (said,) if isinstance(said, str) else tuple(said)


def collect() -> int:
    """Rewrites the catalogue with exactly the ids in use, keeping every translation it has."""
    old = load()
    save({each: old[each].string if each in old else blank(each) for each in all_ids()})
    return say(f"{len(load())} ids, {sum(not complete(message) for message in load().values())} untranslated")


def fill() -> int:
    """Takes translations from standard input into the catalogue; 1 when a line names an id that is not in use."""
    said = {each: message.string for each, message in load().items()}
    strangers = []
    for line in sys.stdin.read().splitlines():
        text, *words = line.split("\t")
        meant = [each for each in said if each.text == text]
        said.update((each, tuple(words) if each.plural else words[0]) for each in meant if words)
        if line.strip() and not (meant and words):
            strangers.append(f"no such id: {line}")
    save(said)
    return say(*strangers, failed=bool(strangers))


def blank(each: Id) -> str | tuple[str, str]:
    return ("", "") if each.plural else ""


def save(said: dict[Id, Any]) -> None:
    """Writes the catalogue; the file is replaced at once, so that nobody reads half of it."""
    catalogue = Catalog(locale="en")
    for each in sorted(said):
        text = (each.text, each.plural) if each.plural else each.text
        catalogue.add(text, said[each], context=each.context or None)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh = CATALOGUE.with_suffix(".fresh")
    with fresh.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, width=0, omit_header=True, sort_output=True)
    fresh.replace(CATALOGUE)


def compile_() -> int:
    """Writes the compiled catalogue beside its source."""
    with CATALOGUE.open("rb") as source, CATALOGUE.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source, locale="en"))
    return say(f"compiled {CATALOGUE.relative_to(ROOT).with_suffix('.mo')}")


def complete(message: Message) -> bool:
    """Whether every form of a message has a translation."""
    return all(forms(message))


def misplaced(each: Id, message: Message) -> bool:
    """Whether a translation names a placeholder its id lacks, or drops one (a plural form may drop the number)."""
    wanted = set(PLACEHOLDER.findall(each.text))
    found = [set(PLACEHOLDER.findall(form)) for form in forms(message)]
    return any(names - wanted if each.plural else names != wanted for names in found)


def complaints() -> Iterator[str]:
    """What stands between the catalogue and the program."""
    used, known = all_ids(), load()
    plain = {(each.text, each.context) for each in used if not each.plural}
    yield from (
        f"plain and plural: {each.text}" for each in sorted(used) if each.plural and (each.text, each.context) in plain
    )
    yield from (f"not collected: {each.text}" for each in sorted(used - known.keys()))
    yield from (f"stale: {each.text}" for each in sorted(known.keys() - used))
    for each in sorted(used & known.keys()):
        if not complete(known[each]):
            yield f"untranslated: {each.text}"
        elif misplaced(each, known[each]):
            yield f"placeholders differ: {each.text}"
    for path in templates():
        yield from (
            f"bare Chinese in {path.relative_to(ROOT)}: {text}" for text in bare_chinese(path.read_text("utf-8"))
        )


def check() -> int:
    """Prints every complaint; 1 when there is one."""
    found = list(complaints())
    return say(*found, failed=bool(found))


def say(*lines: str, failed: bool = False) -> int:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return int(failed)


COMMANDS = {"collect": collect, "fill": fill, "compile": compile_, "check": check}

if __name__ == "__main__":
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) == 2 else "")
    sys.exit(command() if command else say("usage: messages.py collect | fill | compile | check", failed=True))
