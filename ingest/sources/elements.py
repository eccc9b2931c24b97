"""unstructured, kept offline, and what it finds as our blocks.

Left alone the library reports its use, prints an advertisement, and downloads a tagger when it
first meets a paragraph. The tagger only serves to guess which paragraph is a title; our headings
come from tags and styles, so a blank pipeline takes its place and the download is disarmed.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from app.domain.unloaded import unloaded
from ingest.reading import Block, BlockKind

if TYPE_CHECKING:
    from unstructured.documents.elements import Element

LONGEST_HEADING: Final = 80
"""Characters of a paragraph that may be a heading though nothing marks it as one."""
SHORTEST_BODY: Final = 80
"""Characters that must follow such a heading."""
UNMARKED_LEVEL: Final = 7
"""Below every marked heading."""

_SMALL_WORDS: Final = frozenset(
    ["a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
)


@cache
def keep_offline() -> None:
    """Takes away what makes unstructured reach for the network; to be called before its use."""
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["UNSTRUCTURED_DISABLE_NOTICE"] = "1"
    import spacy
    from unstructured.nlp import tokenize

    with unloaded("transformers"):  # presidio registers a factory with spaCy that imports it
        blank = spacy.blank("en")
        blank.add_pipe("sentencizer")

    def refuse() -> None:
        raise RuntimeError("unstructured wants to download a model; nothing is fetched here")

    tokenize._get_nlp = lambda: blank  # type: ignore[assignment]
    tokenize._install_spacy_model = refuse


def blocks_of(
    elements: Iterable["Element"],
    level: Callable[["Element"], int | None],
    table: Callable[["Element"], Sequence[Block] | None],
) -> Iterator[Block]:
    """Our blocks, in the order of `elements`.

    Args:
        level: the level of an element that is a heading by its tag or style, else None.
        table: the blocks that stand for an element which is a table, else None.
    """
    for element in elements:
        kind = element.category
        blocks = table(element)
        depth = level(element)
        if blocks is not None:
            yield from blocks
        elif depth is not None:
            yield Block(kind=BlockKind.HEADING, text=element.text, level=depth)
        elif kind == "CodeSnippet":
            for line in element.text.splitlines():
                yield Block(kind=BlockKind.PROSE, text=line)
        elif kind not in ("Header", "Footer", "PageBreak") and element.text.strip():
            unmarked = kind != "ListItem" and _reads_as_heading(element)
            yield Block(
                kind=BlockKind.HEADING if unmarked else BlockKind.PROSE,
                text=element.text,
                level=UNMARKED_LEVEL if unmarked else 1,
            )


def settled(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """`blocks` with each unmarked heading that heads nothing put back among the prose.

    A heading's words cannot be quoted, so a short line is only taken for one where a paragraph
    follows, at once or after other such headings.
    """
    kept: list[Block] = []
    heads = False
    for block in reversed(blocks):
        unmarked = block.kind is BlockKind.HEADING and block.level == UNMARKED_LEVEL
        if unmarked and not heads:
            kept.append(Block(kind=BlockKind.PROSE, text=block.text))
            continue
        if not unmarked:
            heads = block.kind is BlockKind.PROSE and len(block.text) >= SHORTEST_BODY
        kept.append(block)
    return tuple(reversed(kept))


def _reads_as_heading(element: "Element") -> bool:
    """A short line in title case, without figures or a full stop, or one wholly in bold."""
    text = element.text.strip()
    if len(text) > LONGEST_HEADING or not text[0].isupper() or not text[-1].isalpha():
        return False
    words = text.split()
    if len(words) > 8 or any(c.isdigit() or c in ".:;<>=%" for c in text):
        return False
    bold = element.metadata.emphasized_text_contents or []
    tags = element.metadata.emphasized_text_tags or []
    if bold == [text] and tags == ["b"]:
        return True
    return all(word[0].isupper() or word in _SMALL_WORDS for word in words if word[0].isalpha())
