"""Documents in JSON of no form of their own: records with a title and a text, one file or one line
each.

Read unasked are records that hold their words in a field of the usual name (`text`, as in BEIR's
`{"_id", "title", "text"}`), and an object that gives a text for each of many names. Of anything
else a site says in `corpus.toml` which field is what: most JSON is data and no document.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.declaration import RECORDS_READER
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.sources.json_records import LARGEST, BrokenJson, Json, JsonRecords
from ingest.sources.stated import iso_date

LINES: Final = frozenset({".jsonl", ".ndjson"})
LONGEST_NAME: Final = 60
"""Characters of a record's first words, where they stand for the title it has not."""
SHORTEST_TEXT: Final = 200
"""Characters that one text of an object of texts has at the least."""

_TEXT_FIELDS: Final = ("text", "abstract", "contents")
_TITLE_FIELDS: Final = ("title", "name", "heading")
_ID_FIELDS: Final = ("_id", "id", "pmid", "doc_id", "docid")
_SNIFFED: Final = 64 * 1024
_STRING: Final = r'"(?:[^"\\]|\\.)*+"'
_HAS_TEXT: Final = re.compile(rf'"(?:{"|".join(_TEXT_FIELDS)})"\s*:\s*"')
_FIRST_RECORD: Final = re.compile(r"\s*(?:\[\s*)?\{[^{}]*+")
_TEXTS_BY_NAME: Final = re.compile(rf"\s*\{{(?:\s*{_STRING}\s*:\s*{_STRING}\s*,)+")
_MEMBER: Final = re.compile(rf"({_STRING})\s*:\s*({_STRING})")
_FIELD_NAME: Final = re.compile(r"_?[a-z]\w*")


class JsonReader:
    """One document a record.

    `columns`, where given, names the fields: `id`, `title`, `text`, `url`, `version`, `published`.
    Without `text` every other field is read, each under its name as a heading.
    """

    name = RECORDS_READER
    version = 1

    def accepts(self, file: SourceFile) -> bool:
        """Whether the beginning shows a form that is read unasked."""
        suffix = file.path.suffix.lower()
        if suffix != ".json" and suffix not in LINES:
            return False
        with file.path.open(encoding="utf-8-sig", errors="replace") as opened:
            head = opened.read(_SNIFFED)
        first = _FIRST_RECORD.match(head)
        if first is not None and _HAS_TEXT.search(first[0]):
            return True
        return suffix == ".json" and _gives_texts_by_name(head)

    def read(self, file: SourceFile, columns: dict[str, str]) -> Iterator[ReadDocument]:
        count = 0
        try:
            for record in _records(file):
                if not count:
                    _check(record, columns)
                for one in _documents(record, columns):
                    count += 1
                    yield one if one.record else one.model_copy(update={"record": str(count)})
        except (BrokenJson, UnicodeDecodeError) as error:
            raise UnreadableDocument(
                f"{file.origin} is not whole: after {count} record(s), {error}. Fetch it again."
            ) from error
        if not count:
            raise UnreadableDocument(f"{file.origin} holds no record. Fetch it again.")


def _gives_texts_by_name(head: str) -> bool:
    found = _TEXTS_BY_NAME.match(head)
    if found is None:
        return False
    members = [(name[1:-1], text) for name, text in _MEMBER.findall(found[0])]
    named = not all(_FIELD_NAME.fullmatch(name) for name, _ in members)
    return named and any(len(text) >= SHORTEST_TEXT for _, text in members)


def _records(file: SourceFile) -> Iterator[Json]:
    with file.path.open(encoding="utf-8-sig") as opened:
        if file.path.suffix.lower() not in LINES:
            yield from JsonRecords(opened)
            return
        number = 0
        while line := opened.readline(LARGEST):
            number += 1
            try:
                if line.strip():
                    yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise BrokenJson(f"line {number:,} is no JSON ({error})") from error


def _check(record: Json, columns: Mapping[str, str]) -> None:
    """That the first record has the declared fields; a later one may lack some."""
    fields = record if isinstance(record, dict) else {}
    if missing := [name for name in columns.values() if name not in fields]:
        raise UnreadableDocument(
            f"Its records have no field {', '.join(map(repr, missing))}, which corpus.toml names; "
            f"their fields are {', '.join(map(repr, fields)) or 'without names'}."
        )


def _documents(record: Json, columns: Mapping[str, str]) -> Iterator[ReadDocument]:
    """The record as a document, or one for each text of an object that gives texts by name."""
    if not isinstance(record, dict):
        raise BrokenJson("a record is no object with named fields")
    if columns:
        yield _declared(record, columns)
    elif text := next((record[key] for key in _TEXT_FIELDS if record.get(key)), ""):
        title = _first(record, _TITLE_FIELDS)
        yield _document(title, _prose(text), _first(record, _ID_FIELDS), Stated())
    elif all(isinstance(value, str) for value in record.values()):
        for name, value in record.items():
            yield _document(clean(name), _prose(value), clean(name), Stated())
    else:
        yield ReadDocument(title=_first(record, _TITLE_FIELDS) or None, blocks=())


def _declared(record: Mapping[str, Json], columns: Mapping[str, str]) -> ReadDocument:
    named = {key: _words(record.get(name)) for key, name in columns.items() if key != "text"}
    if "text" in columns:
        blocks = tuple(_fields(record.get(columns["text"]), 1))
    else:
        rest = {key: value for key, value in record.items() if key not in columns.values()}
        blocks = tuple(_fields(rest, 1))
    stated = Stated(
        url=named.get("url") or None,
        version=named.get("version") or None,
        published=iso_date(named.get("published", "")),
    )
    return _document(named.get("title", ""), blocks, named.get("id", ""), stated)


def _document(title: str, blocks: tuple[Block, ...], record: str, stated: Stated) -> ReadDocument:
    if not title:
        said = next((block.text for block in blocks if block.kind is BlockKind.PROSE), "")
        title = said if len(said) <= LONGEST_NAME else said[:LONGEST_NAME].rsplit(" ", 1)[0]
    held = any(block.kind is BlockKind.PROSE for block in blocks)
    return ReadDocument(
        title=title or None, blocks=blocks if held else (), record=record or None, stated=stated
    )


def _fields(value: Json, level: int) -> Iterator[Block]:
    """Words as paragraphs; a field with a name of its own as a heading over what it holds."""
    if isinstance(value, dict):
        for key, held in value.items():
            below = tuple(_fields(held, level + 1))
            if below:
                yield Block(kind=BlockKind.HEADING, text=_heading(key), level=level)
                yield from below
    elif isinstance(value, list):
        for one in value:
            yield from _fields(one, level)
    else:
        yield from _prose(value)


def _prose(value: Json) -> tuple[Block, ...]:
    lines = value.splitlines() if isinstance(value, str) else [_words(value)]
    return tuple(Block(kind=BlockKind.PROSE, text=line) for line in map(clean, lines) if line)


def _words(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    return "" if value is None or isinstance(value, (bool, dict)) else clean(str(value))


def _heading(key: str) -> str:
    """`clinical_features` -> `Clinical features`."""
    words = clean(key.replace("_", " "))
    return words[:1].upper() + words[1:]


def _first(record: Mapping[str, Json], fields: tuple[str, ...]) -> str:
    return next(filter(None, (_words(record.get(key)) for key in fields)), "")
