"""MedQuAD: patients' questions, answered from pages of the US National Institutes of Health.

Source: Ben Abacha and Demner-Fushman (2019), "A question-entailment approach to question
answering"; one XML file a topic. The files were made from web pages whose layout survives as line
breaks and runs of blanks.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from app.domain.corpus import Audience
from ingest.clean import clean
from ingest.reading import Block, BlockKind, ReadDocument, SourceFile, Stated
from ingest.screening.hidden import Concealing
from ingest.sources.xml_records import comments_out, opening, records

_ROOTS: Final = ("Document", "DiseaseFile")
_SIGN: Final = re.compile(
    rb"<(?:Document|DiseaseFile)\s+(?=[^>]*\bf?id\s*=)(?=[^>]*\bsource\s*=)[^>]*>\s*<Focus[\s/>]"
)

_ITEM: Final = re.compile(
    r"(?:^|\s{2,})[-\u2022]\s++(?!\d)"
    r"|(?:^|(?<=[^\s\d])\s{2,})[-\u2022]\s++(?=\d)"
    r"|(?<=:)\s-\s++(?=[^\W\d])"
)
"""A dash that begins an item; between two figures it is a range, however wide it is set."""
_GAP: Final = re.compile(r"(?<=[.!?:])\s{2,}(?=[A-Z\"\u201c])|\s{3,}(?=[A-Z\"\u201c])")
_ENDED: Final = re.compile(r"[.!?:;][\"')\u201d]*$")


class MedquadReader:
    """One document a file: its focus is the title, each answered question a heading.

    Pairs whose answer was left out (three of the sources keep their copyright) are no blocks; a
    file without any answer yields none. The subset's name (`GARD`, `CDC`) is the publisher.
    """

    @property
    def name(self) -> str:
        return "medquad"

    @property
    def version(self) -> int:
        return 2

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() != ".xml":
            return False
        root, head = opening(file.path)
        return root in _ROOTS and _SIGN.search(head) is not None

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        for document in records(file.path, *_ROOTS):
            url = document.get("url", "").strip()
            hidden = comments_out(document)
            yield Concealing(
                hidden=hidden,
                title=_text(document, "Focus") or None,
                blocks=tuple(_blocks(document)),
                stated=Stated(
                    publisher=clean(document.get("source", "")) or None,
                    audience=Audience.PATIENT,
                    url=url if url.startswith(("https://", "http://")) else None,
                ),
            )


def _blocks(document: etree._Element) -> Iterator[Block]:
    for pair in document.iter("QAPair"):
        answer = pair.find("Answer")
        paragraphs = list(_paragraphs("".join(answer.itertext()))) if answer is not None else []
        question = _asked(_text(pair, "Question"))
        if paragraphs and question:
            yield Block(kind=BlockKind.HEADING, text=question, level=1)
        for words in paragraphs:
            yield Block(kind=BlockKind.PROSE, text=words)


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return clean("".join(found.itertext())) if found is not None else ""


def _asked(question: str) -> str:
    """The question with one question mark: the makers wrote "... Examplitis ?" and "...? ?"."""
    return re.sub(r"[\s?]*\?$", "?", question)


def _paragraphs(answer: str) -> Iterator[str]:
    """Paragraphs and list items.

    A line break parts them, unless the next line goes on in the middle of a sentence; inside a line
    two blanks and a dash begin an item, two blanks after a sentence or three before a capital a
    paragraph. A single blank parts only behind a colon: `ages 5 - 9` stays whole.
    """
    paragraph = ""
    for line in re.split(r"[\r\n]", answer):
        for at, item in enumerate(_ITEM.split(line)):
            for part in _GAP.split(item):
                words = clean(part)
                goes_on = at == 0 and words[:1].islower() and not _ENDED.search(paragraph)
                if words and paragraph and goes_on:
                    paragraph += f" {words}"
                elif words:
                    if paragraph:
                        yield paragraph
                    paragraph = words
        if not line.strip() and paragraph:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
