"""The screen: documents that speak to a language model, or hide words, do not go in unreviewed.

It judges what a reader yields, before it is split. Two kinds of things are found:

- signs (`app.terms.injections`) in what the document says, unmasked of look-alike letters and of
  characters that are not seen;
- hidden words: spelled in characters that are not seen; deliberately hidden by the layout; or
  hidden in a way that pages use every day, and bidding the reader do something. What is put away
  every day and not read anyway, as a slide that is not shown, is judged like what is seen.
"""

import base64
import binascii
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from typing import Final

from app.domain.frozen import Frozen
from app.terms.injection_signs import UNSEEN_SIGN
from app.terms.injections import signs_in
from app.terms.unseen import concealed, plainly
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument
from ingest.screening.hidden import Concealing

SCREEN_VERSION: Final = 3
"""Goes up when the screen would judge a document otherwise, so that every file is screened anew."""

MOST: Final = 5
"""Findings told of one document."""
MOST_QUOTED: Final = 6
LONGEST_QUOTED: Final = 60
"""Words and characters of the document that a finding repeats."""
FEWEST_HIDDEN: Final = 3
"""Words from which text that was hidden deliberately is a finding by itself."""
_HEADING: Final = BlockKind.HEADING
_ASKING: Final = frozenset({"user", "human"})
_ANSWERING: Final = frozenset({"system", "assistant"})
_ENCODED: Final = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}(?![\w+/])")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")


class Finding(Frozen):
    """What the screen found at one place of a document."""

    rule: str
    says: str
    """What it is, as a sentence."""
    where: str
    """Page and section, as far as the document has them; or how the words are hidden."""
    quote: str
    """The first few words."""


def screen(read: ReadDocument) -> tuple[Finding, ...]:
    """What speaks to a model or is hidden in the document, at most `MOST` findings; empty: fine."""
    return tuple(islice(_findings(read), MOST))


def _findings(read: ReadDocument) -> Iterator[Finding]:
    yield from _hidden(read)
    told = _Told(read)
    for where, (how, words) in told.concealed():
        yield Finding(
            rule="unseen-characters",
            says=f"It spells words {how}.",
            where=where,
            quote=_quoted(words),
        )
    for met in signs_in(told.text):
        yield Finding(
            rule=met.sign.name,
            says=met.sign.says,
            where=told.place(met.end - 1),
            quote=_quoted(told.text[met.start : met.end + LONGEST_QUOTED]),
        )
    yield from _conversation(read)
    yield from _encoded(told)


def _hidden(read: ReadDocument) -> Iterator[Finding]:
    for one in read.hidden if isinstance(read, Concealing) else ():
        words = plainly(one.text)
        where = f"hidden {one.how}" + (f", page {one.page}" if one.page else "")
        met = next(signs_in(words), None)
        found = None if met or one.everyday else UNSEEN_SIGN.pattern.search(words)
        if met is not None:
            sign, start = met.sign, met.start
        elif found is not None:
            sign, start = UNSEEN_SIGN, found.start()
        elif one.deliberate and len(_WORD.findall(words)) >= FEWEST_HIDDEN:
            yield Finding(
                rule="hidden-text",
                says="It holds words that nobody sees.",
                where=where,
                quote=_quoted(words),
            )
            continue
        else:
            continue
        yield Finding(rule=sign.name, says=sign.says, where=where, quote=_quoted(words[start:]))


def _conversation(read: ReadDocument) -> Iterator[Finding]:
    """Headings that name both sides of a conversation with a model."""
    names = [clean(b.text).casefold().strip(":# ") for b in read.blocks if b.kind is _HEADING]
    if not _ASKING.isdisjoint(names) and not _ANSWERING.isdisjoint(names):
        side = next(name for name in names if name in _ASKING | _ANSWERING)
        yield Finding(
            rule="role-marker",
            says="Its headings play a conversation with a model.",
            where=f"section {side!r}",
            quote=side,
        )


def _encoded(told: "_Told") -> Iterator[Finding]:
    """Something in base64 that, decoded, speaks to a model."""
    for found in _ENCODED.finditer(told.text):
        try:
            words = base64.b64decode(found.group(), validate=True).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
        met = next(signs_in(words), None)
        if met is not None or UNSEEN_SIGN.pattern.search(words):
            yield Finding(
                rule="encoded",
                says="It holds an encoded text that bids its reader do something.",
                where=told.place(found.start()),
                quote=_quoted(words),
            )
            return


class _Told:
    """What a document says, a line a paragraph or cell, and where each line stands."""

    def __init__(self, read: ReadDocument) -> None:
        self._lines: list[str] = []
        self._starts: list[int] = []
        self._at: list[str] = []
        plain: list[str] = []
        length = 0
        for where, line in _lines(read):
            plain.append(plainly(line))
            self._starts.append(length)
            self._lines.append(line)
            self._at.append(where)
            length += len(plain[-1]) + 1
        self.text = "\n".join(plain)

    def place(self, offset: int) -> str:
        return self._at[bisect_right(self._starts, offset) - 1]

    def concealed(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for where, line in zip(self._at, self._lines, strict=True):
            found = concealed(line)
            if found is not None:
                yield where, found
                return


def _lines(read: ReadDocument) -> Iterator[tuple[str, str]]:
    if read.title:
        yield "title", read.title
    heading = ""
    for block in read.blocks:
        if block.kind is BlockKind.HEADING:
            heading = clean(block.text)[:LONGEST_QUOTED]
        where = (
            ", ".join(
                filter(
                    None,
                    (
                        f"page {block.page}" if block.page else "",
                        f"section {heading!r}" if heading else "",
                    ),
                )
            )
            or "text"
        )
        for line in _said(block):
            yield where, line


def _said(block: Block) -> Iterator[str]:
    if block.table is None:
        yield block.text
        return
    for row in (block.table.header, *block.table.rows):
        yield from row


def _quoted(words: str) -> str:
    first = clean(words).lstrip(" .,;:!?)]}>\"'-").split(" ")[:MOST_QUOTED]
    quote = " ".join(first)
    return quote if len(quote) <= LONGEST_QUOTED else quote[: LONGEST_QUOTED - 3] + "..."
