"""What somebody saw before they changed it: a mark of the facts, by which an act tells that they changed meanwhile."""

import hashlib
import json
from collections.abc import Mapping


class Overtaken(RuntimeError):
    """Somebody else changed it after it was seen."""


def mark(facts: Mapping[str, object]) -> str:
    """A short digest of the facts; equal facts have equal marks."""
    said = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def expect(seen: str, facts: Mapping[str, object]) -> None:
    """Let it pass if the facts are as they were seen, or if nobody claims to have seen them. Raises Overtaken."""
    if seen and seen != mark(facts):
        raise Overtaken
