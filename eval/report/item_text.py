"""Lines of items.jsonl as a person reads them: indented, with what is long cut short."""

import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from pydantic import JsonValue, TypeAdapter

from app.domain.frozen import Frozen
from eval.run import ITEMS

ENTRIES: Final = 6
"""Shown of a list; of a mapping, four times as many."""
CHARACTERS: Final = 700
"""Shown of a text."""
LONGEST: Final = 6_000
"""Characters of a whole item."""
EXCERPT: Final = 160
WORDS_FIRST: Final = ("question", "claim", "prompt", "text", "sentence")
"""Fields that say what an item is about, if it has them."""

LINE: Final = 90
"""Characters up to which a list stands on one line."""

_SHARED: Final = ("shares", "labels", "groups")
_LIST: Final = re.compile(r"\[\n\s+([^\[\]{}]*?)\n\s+\]")
_BREAK: Final = re.compile(r"\n\s*")
_JSON: Final[TypeAdapter[JsonValue]] = TypeAdapter(JsonValue)


class ItemText(Frozen):
    excerpt: str
    """One line; empty where the item says nothing in words."""
    pretty: str


def item_texts(run: Path, lines: Collection[int]) -> dict[int, ItemText]:
    """The lines of these numbers, from 1."""
    wanted = set(lines)
    if not wanted:
        return {}
    with (run / ITEMS).open(encoding="utf-8") as file:
        return {
            number: item_text(line) for number, line in enumerate(file, start=1) if number in wanted
        }


def item_text(line: str) -> ItemText:
    item = _JSON.validate_json(line)
    pretty = json.dumps(_shortened(_own_first(item)), indent=2, ensure_ascii=False)
    pretty = _LIST.sub(_on_one_line, pretty)
    if len(pretty) > LONGEST:
        pretty = pretty[:LONGEST] + f"\n... {len(pretty) - LONGEST:,} characters more"
    return ItemText(excerpt=_excerpt(item), pretty=pretty)


def _own_first(item: JsonValue) -> JsonValue:
    """The suite's own fields, then those that every item has."""
    if not isinstance(item, dict):
        return item
    own = {key: value for key, value in item.items() if key not in _SHARED}
    return {**own, **{key: value for key, value in item.items() if key in _SHARED and value}}


def _on_one_line(found: re.Match[str]) -> str:
    line = f"[{_BREAK.sub(' ', found[1])}]"
    return line if len(line) <= LINE else found[0]


def _shortened(value: JsonValue) -> JsonValue:
    match value:
        case str() if len(value) > CHARACTERS:
            return f"{value[:CHARACTERS]}... {len(value) - CHARACTERS:,} characters more"
        case list():
            kept = [_shortened(each) for each in value[:ENTRIES]]
            rest = len(value) - ENTRIES
            return [*kept, f"... {rest:,} more"] if rest > 0 else kept
        case dict():
            most = 4 * ENTRIES
            rest = len(value) - most
            shown: dict[str, JsonValue] = {
                key: _shortened(each) for key, each in list(value.items())[:most]
            }
            return {**shown, "...": f"{rest:,} more"} if rest > 0 else shown
    return value


def _excerpt(item: JsonValue) -> str:
    if not isinstance(item, dict):
        return ""
    texts = {key: each for key, each in item.items() if isinstance(each, str) and key != "id"}
    first = next((texts[key] for key in WORDS_FIRST if texts.get(key)), "")
    words = " ".join(first.split())
    return words if len(words) <= EXCERPT else f"{words[:EXCERPT]}..."
