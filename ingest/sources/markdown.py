"""Markdown, rendered to HTML and read as a page; front matter says what the file is."""

import re
import tomllib
from collections.abc import Iterator
from typing import Final

import markdown

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.screening.hidden import Concealing
from ingest.screening.hidden_markup import hidden_in
from ingest.sources.decoding import read_text
from ingest.sources.line_ends import marked_lines
from ingest.sources.markup import blocks_in, parsed
from ingest.sources.stated import stated

_SUFFIXES: Final = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_FRONT_MATTER: Final = re.compile(
    r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL
)
_FIELD: Final = re.compile(r"^([A-Za-z][\w -]*):[ \t]*(.*)$", re.MULTILINE)
_FENCE: Final = re.compile(r" {0,3}(```|~~~)")
_STRUCK: Final = re.compile(r"(?<![~\\])~~(?=[^\s~])([^\n~]*[^\s~])~~(?!~)")
"""`~~50~~ 5 mg`: struck words no longer hold."""
_ITEM: Final = re.compile(r" {0,3}([-*+]|\d+)(?:(?<=\d)[.)])?\s+\S")

_INNER_ITEM: Final = re.compile(r"\s+([-*+]|\d+)(?:(?<=\d)[.)])?\s+\S")


class MarkdownReader:
    """Markdown with tables and fenced code; YAML-like (`---`) or TOML (`+++`) front matter."""

    @property
    def name(self) -> str:
        return "markdown"

    @property
    def version(self) -> int:
        return 4

    def accepts(self, file: SourceFile) -> bool:
        return file.path.suffix.lower() in _SUFFIXES

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        fields, body = _parted(marked_lines(read_text(file)), file.origin)
        rendered = markdown.markdown(
            _lists_set_apart(_STRUCK.sub(r"<del>\1</del>", body)),
            extensions=["tables", "fenced_code", "sane_lists"],
        )
        page = parsed(rendered, file.origin) if rendered.strip() else None
        hidden = hidden_in(page) if page is not None else ()
        blocks = blocks_in(page) if page is not None else ()
        if not any(block.kind is not BlockKind.HEADING for block in blocks):
            raise UnreadableDocument(
                f"{file.origin} has no text below its headings. Complete it, or take it away."
            )
        title = clean(dict(fields).get("title", ""))
        first = blocks[0].text if blocks[0].kind is BlockKind.HEADING else None
        yield Concealing(title=title or first, blocks=blocks, stated=stated(fields), hidden=hidden)


def _parted(text: str, origin: str) -> tuple[list[tuple[str, str]], str]:
    """Front matter as names and values, and the text below it."""
    front = _FRONT_MATTER.match(text)
    if front is None:
        return [], text
    if front["fence"] == "+++":
        try:
            named = tomllib.loads(front["fields"])
        except tomllib.TOMLDecodeError as error:
            raise UnreadableDocument(
                f"{origin}: the front matter between +++ is not TOML ({error}). Correct it."
            ) from error
        return [(name.casefold(), str(value)) for name, value in named.items()], text[front.end() :]
    fields = _FIELD.findall(front["fields"])
    if not fields:
        return [], text
    return [(name.casefold(), value.strip().strip("\"'")) for name, value in fields], text[
        front.end() :
    ]


def _lists_set_apart(text: str) -> str:
    """An empty line before each list, without which the renderer joins it to what is above."""
    kept: list[str] = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        before = kept[-1] if kept else ""
        if not fenced and before.strip() and _begins_list(line, before):
            kept.append("")
        kept.append(line)
    return "\n".join(kept)


def _begins_list(line: str, before: str) -> bool:
    item, above = _ITEM.match(line), _ITEM.match(before)
    if item is None:
        return False
    if before.startswith("  "):
        # Behind a list inside a list, its own or another outer item begins.
        inner = _INNER_ITEM.match(before)
        return inner is None or inner[1].isalnum() != item[1].isalnum()
    if above is not None:
        return item[1].isalnum() != above[1].isalnum()
    return item[1] in ("-", "*", "+", "1")
