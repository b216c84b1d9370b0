"""What an entry says of a change: ids and numbers as they are, words apart, each before and after."""

from collections.abc import Mapping

from luoshi.journal.queries import Line

Facts = Mapping[str, str | int | None]


def told(before: Facts, after: Facts) -> tuple[dict[str, object], dict[str, str]]:
    """(data, texts) of an entry for what differs; both are empty when nothing does."""
    changed = [name for name in before if before[name] != after[name]]
    data: dict[str, object] = {"fields": changed} if changed else {}
    texts: dict[str, str] = {}
    for name in changed:
        for when, facts in (("before", before), ("after", after)):
            value = facts[name]
            if isinstance(value, str):
                texts[f"{name}_{when}"] = value
            else:
                data[f"{name}_{when}"] = value
    return data, texts


def once(line: Line, when: str) -> dict[str, object]:
    """What the fields that an entry changed were (`before`) or became (`after`); a word that was erased is empty."""
    fields = line.data.get("fields", [])
    names = [str(name) for name in fields] if isinstance(fields, list) else []
    return {
        name: line.data[f"{name}_{when}"] if f"{name}_{when}" in line.data else line.texts.get(f"{name}_{when}", "")
        for name in names
    }
