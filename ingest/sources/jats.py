"""Full-text articles in JATS, the format of PubMed Central: one document an article."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.reading import Block, BlockKind, ReadDocument, SourceFile
from ingest.screening.hidden import Concealing
from ingest.screening.hidden_markup import styled_in
from ingest.sources.jats_body import body_blocks
from ingest.sources.jats_front import notices_in, record_id, standing, stated, title
from ingest.sources.markup import take_out_unshown
from ingest.sources.xml_records import comments_out, opening, records

_SUFFIXES: Final = frozenset({".nxml", ".xml", ".jats"})
_SETS: Final = frozenset({"pmc-articleset", "articles"})
_SIGN: Final = re.compile(
    rb"<(?:[\w.-]+:)?article\s[^>]*\b(?:article-type|dtd-version)\s*=|<(?:[\w.-]+:)?front[\s>]"
    rb"|-//NLM//DTD|jats\.nlm\.nih\.gov"
)
"""What a JATS article has near its beginning and another vocabulary's `article` has not."""


class JatsReader:
    """`<article>` files (`.nxml`, `.xml`) and PubMed Central's `<pmc-articleset>` of several.

    Of an article: its abstracts, body, appendices and glossary, with tables, captions and boxes.
    References, thanks, notes on the authors and administrative sections are left out, and so are
    peer reviews and translations that come with it (`sub-article`, `trans-abstract`). An article
    without abstract and body yields no blocks.
    """

    @property
    def name(self) -> str:
        return "jats"

    @property
    def version(self) -> int:
        return 3

    def accepts(self, file: SourceFile) -> bool:
        if file.path.suffix.lower() not in _SUFFIXES:
            return False
        root, head = opening(file.path)
        return root in _SETS or (root == "article" and _SIGN.search(head) is not None)

    def read(
        self,
        file: SourceFile,
        columns: dict[str, str],  # noqa: ARG002 - for formularies
    ) -> Iterator[ReadDocument]:
        of_several = opening(file.path).root in _SETS
        for count, article in enumerate(records(file.path, "article"), 1):
            hidden = comments_out(article) + styled_in(article)
            _strip_namespaces(article)
            take_out_unshown(article)
            told, notices = standing(article), tuple(notices_in(article))
            blocks = tuple(body_blocks(article))
            if blocks and told:
                blocks += (
                    Block(kind=BlockKind.HEADING, text="NOTICE", level=1),
                    *(Block(kind=BlockKind.PROSE, text=one) for one in told),
                )
            yield Concealing(
                hidden=hidden,
                title=title(article),
                blocks=blocks,
                record=(record_id(article) or str(count)) if of_several else None,
                stated=stated(article),
            )
            yield from (one.record() for one in notices)


def _strip_namespaces(article: etree._Element) -> None:
    """JATS comes with and without a namespace, MathML with and without a prefix."""
    for element in article.iter(etree.Element):
        element.tag = etree.QName(element).localname
