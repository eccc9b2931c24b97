"""Where the words of an answer stand: the list at its end, and the address of each passage."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from app.domain.answer import Answer, Evidence
from app.domain.citation import Citation, Origin
from app.domain.corpus import DocumentCard, Passage
from app.http.openai.words import in_line

URN: Final = "urn:citewell:"
_HOST: Final = re.compile(
    r"[A-Za-z0-9.\-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?"
)


def base_of(scheme: str, host: str | None) -> str | None:
    """Where this service was asked, `https://citewell.ward.example`; None: it is not told."""
    if host is None or _HOST.fullmatch(host) is None:
        return None
    return f"{scheme}://{host}"


def address(citation: Citation, base: str | None) -> str:
    """Of the passage with its cited words marked, for who holds a key; a record has none, for it is
    kept nowhere."""
    if citation.origin is Origin.RECORD:
        return f"{URN}record:{quote(citation.source, safe='/')}"
    if base is None:
        return f"{URN}passage:{citation.passage_id}"
    span = citation.span
    return f"{base}/v1/passages/{citation.passage_id}?mark={span.start}-{span.end}"


def titles(answer: Answer) -> dict[int, str]:
    """Of each label."""
    return {each.label: _title(each) for each in answer.evidence}


def listed(answer: Answer) -> Iterator[str]:
    """A line a source; with its words, where a sentence of the answer is not those words."""
    own_words: dict[int, dict[str, None]] = {}
    for claim in answer.claims:
        for citation in claim.citations:
            if citation.quote != claim.text:
                own_words.setdefault(citation.label, {})[citation.quote] = None
    for evidence in answer.evidence:
        quotes = "".join(
            f" \u201c{in_line(one)}\u201d" for one in own_words.get(evidence.label, ())
        )
        yield f"- [{evidence.label}] {_named(evidence)}{quotes}"


def card(stated: DocumentCard) -> str:
    """Title, publisher, version, date and standing, each where it is stated."""
    origin = stated.provenance
    parts = [origin.publisher or origin.source]
    if origin.version:
        parts.append(f"version {origin.version}")
    if origin.effective:
        parts.append(f"effective {origin.effective}")
    else:
        parts.append(f"published {origin.published}" if origin.published else "undated")
    parts.append(origin.status.value)
    return in_line(f"{stated.title}. {', '.join(parts)}.")


def _title(evidence: Evidence) -> str:
    if evidence.origin is Origin.RECORD:
        return f"The patient's record: {in_line(evidence.passage.source)}"
    return in_line(evidence.document.title)


def _named(evidence: Evidence) -> str:
    if evidence.origin is Origin.RECORD:
        return f"{_title(evidence)}, {evidence.document.provenance.published or 'undated'}."
    place = _place(evidence.passage, evidence.document)
    return f"{card(evidence.document)} {place}".rstrip()


def _place(passage: Passage, document: DocumentCard) -> str:
    """`Dose > Renal impairment, p. 12.`; the title is not said twice, a scanned page is told."""
    place = " > ".join(in_line(each) for each in passage.path if each != document.title)
    if passage.pages is not None:
        first, last = passage.pages
        page = f"p. {first}" if first == last else f"pp. {first}-{last}"
        if any(first <= one <= last for one in document.provenance.recognised_pages):
            page += " (read from a scan: compare with the original)"
        place = f"{place}, {page}" if place else page
    return f"{place}." if place and place[-1] not in ".?!" else place
