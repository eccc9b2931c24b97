"""Documents into passages: each inside one section, from the start of a sentence to the end of one.

Where a run of sentences needs several passages, the breaks are chosen together, as Knuth and Plass
(1981) break a paragraph into lines: the sum of the squared room left in each passage is least, so
none ends as a scrap, and a break inside a paragraph costs extra.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from app.domain.corpus import Document, Passage, Span, SplitDocument, content_id
from app.terms.sentences import sentence_spans
from ingest.assemble import Assembled, Piece

LONGEST_PASSAGE: Final = 1200
"""Characters."""

LONGEST_LEAD_IN: Final = 200
"""Characters. "Doses by renal function:" goes with its table; a whole paragraph does not."""

_INSIDE_PARAGRAPH: Final = 0.25**2
"""A paragraph's end is worth leaving a quarter of a passage empty."""

_PLACES: Final = (
    re.compile(r"(?<=[;:,)\]\u2013\u2014]) "),
    re.compile(r"(?<![\d<>=\u2264\u2265\u00b1]) "),
    re.compile(r" "),
)


class _Sentence(NamedTuple):
    """A sentence, a row, or a part of one that is longer than a passage."""

    start: int
    end: int
    ends_paragraph: bool


def split(assembled: Assembled, longest: int = LONGEST_PASSAGE) -> SplitDocument:
    """The document with its passages, none longer than `longest` characters (at least 1).

    Every word that is not a heading's is in exactly one passage. A table that fits into a passage
    stays whole, with the line that introduces it; a larger one breaks between rows. A row with a
    typed record is a passage of its own. Only a sentence that is longer than a passage is cut, at
    a clause or else between words.
    """
    if longest < 1:
        raise ValueError(f"a passage cannot have at most {longest} characters")
    document = assembled.document
    marks = [mark for piece in assembled.pieces for mark in piece.pages]
    passages = [
        _passage(document, piece, run, marks)
        for _, section in groupby(assembled.pieces, key=lambda piece: piece.section)
        for piece, group in _groups(tuple(section), document.text, longest)
        for run in _packed(group, longest)
    ]
    return SplitDocument(document=document, passages=tuple(passages))


def _passage(
    document: Document, piece: Piece, run: Sequence[_Sentence], marks: Sequence[tuple[int, int]]
) -> Passage:
    """`piece` is the first one of the passage's group: its section and its record are theirs."""
    start, end = run[0].start, run[-1].end
    return Passage(
        id=content_id(document.id, str(start), str(end)),
        document_id=document.id,
        source=document.card.provenance.source,
        path=document.sections[piece.section].path,
        span=Span(start=start, end=end),
        text=document.text[start:end],
        sentences=tuple(Span(start=sentence.start, end=sentence.end) for sentence in run),
        pages=_pages(start, end, marks),
        record=piece.record,
    )


def _pages(start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The first and the last page that the text from `start` to `end` stands on.

    Args:
        marks: offset -> the page that begins there, by offset.
    """
    first = bisect_right(marks, start, key=_offset) - 1
    on = [page for _, page in marks[max(first, 0) : bisect_left(marks, end, key=_offset)]]
    return (min(on), max(on)) if on else None


def _offset(mark: tuple[int, int]) -> int:
    return mark[0]


def _groups(
    pieces: Sequence[Piece], text: str, longest: int
) -> Iterator[tuple[Piece, list[_Sentence]]]:
    """A section's runs that share no passage: prose, a table with its lead-in, a typed row."""
    prose: list[Piece] = []
    for table, run in groupby(pieces, key=lambda piece: piece.table):
        if table is None:
            prose = list(run)
            continue
        rows = list(run)
        together: list[list[Piece]] = [[row] for row in rows] if rows[0].record else [rows]
        if prose and not rows[0].record and _leads_in(prose[-1].span, rows, text, longest):
            rows.insert(0, prose.pop())
        if prose:
            yield prose[0], [part for piece in prose for part in _sentences(piece, text, longest)]
            prose = []
        for group in together:
            yield group[-1], [part for row in group for part in _sentences(row, text, longest)]
    if prose:
        yield prose[0], [part for piece in prose for part in _sentences(piece, text, longest)]


def _leads_in(line: Span, rows: Sequence[Piece], text: str, longest: int) -> bool:
    """Whether the line above a table introduces it and does not make it too long to stay whole."""
    words = line.of(text)
    if len(words) > LONGEST_LEAD_IN or not (words.endswith(":") or words[:5].lower() == "table"):
        return False
    last = rows[-1].span.end
    return last - line.start <= longest or last - rows[0].span.start > longest


def _sentences(piece: Piece, text: str, longest: int) -> Iterator[_Sentence]:
    """A row is one sentence, whatever full stops its cells hold."""
    span = piece.span
    row = Span(start=0, end=span.end - span.start)
    inside = sentence_spans(span.of(text)) if piece.table is None else (row,)
    for sentence in inside:
        start, end = span.start + sentence.start, span.start + sentence.end
        while end - start > longest:
            cut = _cut(text, start, longest)
            yield _Sentence(start, cut, ends_paragraph=False)
            start = cut + (text[cut] == " ")
        yield _Sentence(start, end, ends_paragraph=end == span.end)


def _cut(text: str, start: int, longest: int) -> int:
    """Where to cut a sentence that begins at `start`: the last clause, the last word that is no
    figure before its unit, the last word, or just anywhere."""
    window = text[start : start + longest + 1]
    for place in _PLACES:
        cuts = [match.start() for match in place.finditer(window) if match.start() > 0]
        if cuts and cuts[-1] > longest // 4:
            return start + cuts[-1]
    return start + longest


def _packed(sentences: Sequence[_Sentence], longest: int) -> Iterator[Sequence[_Sentence]]:
    """The sentences in runs of at most `longest` characters, none of them longer itself."""
    least = [0.0] + [float("inf")] * len(sentences)
    begins = [0] * (len(sentences) + 1)
    for end in range(1, len(sentences) + 1):
        last = sentences[end - 1]
        price = 0.0 if last.ends_paragraph else _INSIDE_PARAGRAPH
        for begin in range(end - 1, -1, -1):
            room = 1 - (last.end - sentences[begin].start) / longest
            if room < 0:
                break
            cost = least[begin] + room**2 + price
            if cost < least[end]:
                least[end], begins[end] = cost, begin
    runs = []
    end = len(sentences)
    while end:
        runs.append(sentences[begins[end] : end])
        end = begins[end]
    yield from reversed(runs)
