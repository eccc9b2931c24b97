"""Contraindications of labels: with what the section of that name says not to give the drug.

A sentence counts where it says so (`X is contraindicated in ...`, `Do not use X in ...`), and one
without a verb where it is an item of the section's list (`Hypersensitivity to any component`). What
the section says besides - why, how often, in which animals - is left out.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from app.domain.corpus import Passage, Span, SplitDocument
from app.domain.facts import ContraindicationFact
from ingest.facts.kidney import band_in
from ingest.facts.label import Label
from ingest.facts.standing import is_whole, standing

LONGEST_ITEM: Final = 300
"""Characters. A longer line without a verb is a sentence whose verb is not known here."""

_SECTION: Final = re.compile(r"(?:[\d.]+\s*)?contra-?indications?", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+(?=[A-Z])|[\u2022\u25cf\u25aa\u0095]\s*|[*\u00b7-](?!\d)\s*)"
)
"""A section's number or a bullet; `12 weeks` and `-5` begin with neither."""
_REFERENCE: Final = re.compile(
    r"\s*\[\s*see\b[^\[\]]*\]"
    r"|\s*\(\s*(?:see\b[^()]*(?:\([^()]*\)[^()]*)*|[\d., ]*)\s*\)",
    re.IGNORECASE,
)
_SAYS: Final = re.compile(
    r"^(?P<subject>[^:;]{1,160}?)\s+(?:is|are)\s+(?:also\s+|therefore\s+)?contra-?indicated"
    r"\s+(?P<against>(?:in|with|for|during|when|if|after|within|while)\b.+)$",
    re.IGNORECASE,
)
_FORBIDS: Final = re.compile(
    r"^do not (?:co-?administer|use|give|administer|take|initiate)\b[^;:]*?\s"
    r"(?P<against>(?:in|with|within|during|for|to|if|when)\b.+)$"
    r"|^(?P<subject>[^:;]{1,160}?)\s+(?:should|must) not be (?:used|given|taken|administered|"
    r"co-?administered|initiated)\b(?P<rest>.+)$",
    re.IGNORECASE,
)
_THEREFORE: Final = re.compile(
    r"\b(?:administration|use)\s+(?P<against>(?:to|in|with)\b[^;:]+?)\s+is therefore "
    r"contra-?indicated\W*$",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|may|can|could|should|must|will|would|does|do|did|"
    r"causes?|caused|includes?|included|occurs?|occurred|increases?|increased|refer|see|reveal(?:s|"
    r"ed)|show(?:s|ed|n)|experienced|reported|observed|demonstrate[sd]?|suggest(?:s|ed)?)\b",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(
    r"(?:known|prior|previous|serious|active|acute|severe|history|a history|hypersensitivity|"
    r"allergy|women|pregnancy|lactation|nursing|breast-?feeding|patients|individuals|concomitant|"
    r"concurrent|co-?administration|use (?:in|with))\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"\b(?:who|which|that|whose|where|when|if)\b[^,;.]*", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ELSEWHERE: Final = re.compile(
    r"\bnot contra-?indicated|\brefer to|\bfor information|\bno (?:known )?contra-?indications"
    r"|\bpackage insert",
    re.IGNORECASE,
)
_NONE: Final = re.compile(r"none(?: known)?\W*", re.IGNORECASE)
_ITS_OWN: Final = re.compile(
    r"\b(?:it|its|they|this|these|use|administration|treatment|therapy|drug|product|medication|"
    r"tablets?|capsules?|injection|solution|cream|ointment|gel|patch|class)\b",
    re.IGNORECASE,
)


def contraindication_facts(document: SplitDocument, label: Label) -> Iterator[ContraindicationFact]:
    """In reading order; what a label says twice in the same words counts once."""
    said: set[str] = set()
    for _, section in groupby(document.passages, key=lambda passage: passage.path):
        for passage, span, against in _stated(document, list(section), label):
            quote = span.of(document.document.text)
            if quote in said:
                continue
            said.add(quote)
            yield ContraindicationFact(
                **standing(document, passage, span, label.ingredients),
                against=against,
                renal=band_in(against),
            )


def _stated(
    document: SplitDocument, section: list[Passage], label: Label
) -> Iterator[tuple[Passage, Span, str]]:
    headings = section[0].path[1:]
    if not any(_SECTION.fullmatch(" ".join(heading.split())) for heading in headings):
        return
    text = document.document.text
    for passage in section:
        for span in passage.sentences or (passage.span,):
            alone = _is_line(text, span)
            against = _against(span.of(text), label, alone) if is_whole(document, span) else None
            if against:
                yield passage, span, against


def _against(sentence: str, label: Label, alone: bool) -> str | None:
    """With what the sentence says the drug must not be given, in its words; None where it does
    not. `alone`: it is a line by itself."""
    words = _REFERENCE.sub("", _NUMBER.sub("", sentence)).strip()
    if _ELSEWHERE.search(words) or _NONE.fullmatch(words) or words.endswith(":"):
        return None
    said = _SAYS.match(words)
    if said is not None:
        return _trimmed(sentence, said["against"]) if _own(said["subject"], label) else None
    forbids = _FORBIDS.match(words)
    if forbids is not None:
        mine = forbids["subject"] is None or _own(forbids["subject"], label)
        return _trimmed(sentence, forbids["against"] or forbids["rest"]) if mine else None
    therefore = _THEREFORE.search(words)
    if therefore is not None:
        return _trimmed(sentence, therefore["against"]) if _own(words, label) else None
    return _trimmed(sentence, words) if _is_item(words, alone) else None


def _is_item(words: str, alone: bool) -> bool:
    """Whether the words are an item of a list: no verb outside of brackets and clauses."""
    bare = _CLAUSE.sub(" ", _BRACKETS.sub(" ", words))
    return (
        len(words) <= LONGEST_ITEM
        and any(c.islower() for c in words)
        and (alone or _ITEM.match(words) is not None)
        and not _VERB.search(bare)
        and "contraindic" not in bare.casefold().replace("-", "")
    )


def _is_line(text: str, span: Span) -> bool:
    return text[span.start - 1 : span.start] in ("", "\n") and text[span.end : span.end + 1] in (
        "",
        "\n",
    )


def _own(subject: str, label: Label) -> bool:
    """Whether the sentence is about the label's drug: it names it, or nothing but `use of` ..."""
    plain = subject.casefold()
    return any(name in plain for name in label.names) or _ITS_OWN.search(plain) is not None


def _trimmed(sentence: str, words: str) -> str | None:
    """`words` where they stand in the sentence as they are, else the sentence itself."""
    bare = words.strip(" .;,")
    return bare if bare and bare in sentence else sentence.strip(" .;,") or None
