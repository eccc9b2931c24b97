"""openFDA's flat texts put back into sections: subsections nested, tables in their places.

openFDA joins all words of a section into one string: those of its subsections, which it repeats
under their own names, and those of its tables, which it repeats as markup. Both are found in the
string by their letters and taken out of it, so that every word stands once, under its heading.

Source: FDA/openfda, `openfda/spl/spl_to_json.js`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, cast

from lxml import etree

from ingest.reading import Block, BlockKind
from ingest.sources.named_characters import written_out
from ingest.sources.spl_narrative import table_blocks
from ingest.sources.spl_outline import Heading, Outline
from ingest.sources.spl_sections import (
    BOXED_KEY,
    DOSAGE_KEY,
    LEAD_INS,
    heading_of_key,
    place_of_key,
)
from ingest.sources.spl_words import name_of

SHORTEST_INSIDE: Final = 20
"""Letters of a text that is looked for inside another; a shorter one might be found anywhere."""

_TABLE: Final = "_table"
_NUMBER: Final = re.compile(r"\s*(\d{1,2})\.?\s+(?=[A-Z])")


@dataclass(eq=False)
class _Text:
    """A string of a section. `squeezed` are its letters without blanks, `at` their places."""

    key: str
    text: str
    squeezed: str = ""
    at: list[int] = field(default_factory=list)
    inside: list[tuple[int, int, "_Text | etree._Element"]] = field(default_factory=list)
    """What of it is told apart, as ranges of `squeezed`."""
    nested: bool = False

    def __post_init__(self) -> None:
        self.at = [place for place, char in enumerate(self.text) if not char.isspace()]
        self.squeezed = "".join(self.text.split())

    def overlaps(self, start: int, end: int) -> bool:
        return any(start < taken_end and taken < end for taken, taken_end, _ in self.inside)


def say_texts(fields: Mapping[str, Sequence[str]], outline: Outline) -> None:
    """The sections of a label in the order in which labels have them.

    Args:
        fields: a section's name -> its strings; `NAME_table` -> the markup of its tables.
    """
    names = {name.removesuffix(_TABLE) for name in fields}
    keys = sorted(names, key=lambda key: (place_of_key(key), key))
    texts = [_Text(key, text) for key in keys for text in dict.fromkeys(fields.get(key, ()))]
    texts = _nested([text for text in texts if text.squeezed])
    loose = {key: _placed(fields.get(f"{key}{_TABLE}", ()), texts, key) for key in keys}
    for key in keys:
        heading = Heading(heading_of_key(key))
        for text in texts:
            if text.key == key and not text.nested:
                heading = _say(text, (), outline)
        for table in loose[key]:
            outline.say((heading,), _blocks(table))


def _nested(texts: list[_Text]) -> list[_Text]:
    """The texts with each one that stands in another marked and noted there.

    One that stands in another of the same name is left out: it is a part of it already. So is a
    boxed warning among doses, which is only a drawn box: labels code dose tables so.
    """
    repeated: set[_Text] = set()
    by_length = sorted(texts, key=lambda text: len(text.squeezed))
    for at, text in enumerate(by_length):
        if len(text.squeezed) < SHORTEST_INSIDE:
            continue
        for around in by_length[at + 1 :]:
            start = around.squeezed.find(text.squeezed)
            end = start + len(text.squeezed)
            if start < 0 or len(text.squeezed) == len(around.squeezed):
                continue
            if around.key in (text.key, DOSAGE_KEY if text.key == BOXED_KEY else ""):
                repeated.add(text)
            elif around.overlaps(start, end):
                continue
            else:
                around.inside.append((start, end, text))
            text.nested = True
            break
    return [text for text in texts if text not in repeated]


def _placed(markups: Sequence[str], texts: Sequence[_Text], key: str) -> list[etree._Element]:
    """Notes each table in the text that repeats its words; returns those that none does."""
    loose: list[etree._Element] = []
    seen: set[str] = set()
    for markup in markups:
        table = _parsed(markup)
        words = "".join("".join(table.itertext()).split()) if table is not None else ""
        if table is None or not words or words in seen:
            continue
        seen.add(words)
        holders = [text for text in texts if text.key == key and words in text.squeezed]
        for text in holders:
            start = text.squeezed.find(words)
            while start >= 0 and text.overlaps(start, start + len(words)):
                start = text.squeezed.find(words, start + 1)
            if start >= 0:
                text.inside.append((start, start + len(words), table))
                break
        if not holders:
            loose.append(table)
    return loose


def _parsed(markup: str) -> etree._Element | None:
    """The table's SPL markup; None where there is none, or where it brings entities of its own."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        read = etree.fromstring(written_out(markup).encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    root = cast("etree._Element | None", read)  # nothing can be recovered from some markup
    if root is None or next(root.iter(etree.Entity), None) is not None:
        return None
    return root if name_of(root) == "table" else root.find(".//{*}table")


def _say(text: _Text, above: tuple[Heading, ...], outline: Outline) -> Heading:
    name, began = _heading(text)
    path = (*above, Heading(name))
    cuts = _subsections(text.text)
    letter = 0
    for start, end, inside in sorted(text.inside, key=lambda mark: mark[0]):
        outline.say(path, _own(text, letter, start, began, cuts))
        if isinstance(inside, _Text):
            _say(inside, path, outline)
        else:
            outline.say(path, _blocks(inside))
        letter = end
    outline.say(path, _own(text, letter, len(text.at), began, cuts))
    return path[-1]


def _blocks(table: etree._Element) -> tuple[Block, ...]:
    return table_blocks(table, {note.get("ID", ""): note for note in table.iter("{*}footnote")})


def _own(text: _Text, letter: int, end: int, began: int, cuts: Sequence[int]) -> list[Block]:
    """The words between two letters that stand behind the heading, a paragraph a subsection."""
    if letter >= end:
        return []
    first, last = max(text.at[letter], began), text.at[end - 1] + 1
    places = [first, *(cut for cut in cuts if first < cut < last), last]
    parts = (text.text[a:b].strip() for a, b in pairwise(places) if a < b)
    return [Block(kind=BlockKind.PROSE, text=part) for part in parts if part]


def _heading(text: _Text) -> tuple[str, int]:
    """The section's heading, as the text begins with it where it does, and where its words begin.

    `2 DOSAGE AND ADMINISTRATION 2.1 Dose ...` -> (`2 DOSAGE AND ADMINISTRATION`, 28)
    `Do not use with ...` -> (`Do Not Use`, 0)
    """
    name = heading_of_key(text.key)
    if text.key in LEAD_INS.values():
        return name, 0
    words = r"\s+".join("(?:and|&)" if w == "and" else re.escape(w) for w in name.split())
    begins = re.match(
        rf"\s*((?:\d+(?:\.\d+)*\.?\s+)?{words}(?:\s+section)?)(?:[:.]\s*|\s+)",
        text.text,
        re.IGNORECASE,
    )
    return (" ".join(begins[1].split()), begins.end()) if begins else (name, 0)


def _subsections(text: str) -> list[int]:
    """Where `2.1`, `2.2` ... of a section that begins with 2 stand one after another, each before
    a capital: references to them stand in brackets."""
    number = _NUMBER.match(text)
    found: list[int] = []
    if number:
        for mark in re.finditer(rf"(?<!\S){number[1]}\.(\d{{1,2}})\s+(?=[A-Z])", text):
            if int(mark[1]) == len(found) + 1:
                found.append(mark.start())
    return found
