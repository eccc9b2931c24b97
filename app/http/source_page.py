"""A passage or a document as one page for a person: title, standing, and the cited words marked.

Documents are somebody else's words: every one is escaped, and the page may load and run nothing.
"""

from collections.abc import Iterable
from html import escape
from typing import Final

from fastapi.responses import HTMLResponse

from app.domain.corpus import DocumentCard, Span, Status

_STYLE: Final = """
:root{color-scheme:light dark}
body{font:17px/1.55 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem;margin-bottom:.2rem}p.about{margin:0;opacity:.8}
p.warning{border-left:.3rem solid #c00;padding-left:.7rem;font-weight:600}
main{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid #8886;
margin-top:1rem;padding-top:1rem}
mark{background:#ffe58a;color:#111;padding:.1em 0}
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_STANDING: Final = {
    Status.SUPERSEDED: "This edition was replaced by a later one.",
    Status.RETRACTED: "This document was retracted. Do not rely on it.",
}


def wanted(accept: str) -> bool:
    """Whether a browser asks: it names HTML, and JSON only by a wildcard."""
    kinds = [each.partition(";")[0].strip().lower() for each in accept.split(",")]
    return "text/html" in kinds and "application/json" not in kinds


def page(
    card: DocumentCard, path: Iterable[str], text: str, whole: Span, mark: Span | None
) -> HTMLResponse:
    """
    Args:
        path: the headings the text stands under.
        whole: where the text stands within its document.
        mark: the cited words, within the document.
    """
    place = " &gt; ".join(escape(each) for each in path if each != card.title)
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(card.provenance.language)}"><head><meta charset="utf-8">',
        f"<title>{escape(card.title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(card.title)}</h1>",
        f'<p class="about">{_about(card)}</p>',
        *(f'<p class="warning">{warning}</p>' for warning in _warnings(card)),
        *((f"<p>{place}</p>",) if place else ()),
        f"<main>{_body(text, whole, mark)}</main></body></html>",
    ]
    return HTMLResponse("\n".join(lines), headers={"Content-Security-Policy": _POLICY})


def _body(text: str, whole: Span, mark: Span | None) -> str:
    if mark is None:
        return escape(text)
    first, last = mark.start - whole.start, mark.end - whole.start
    cited = f'<mark id="cited">{escape(text[first:last])}</mark>'
    return f"{escape(text[:first])}{cited}{escape(text[last:])}"


def _about(card: DocumentCard) -> str:
    stated = card.provenance
    told = [stated.publisher or stated.source]
    if stated.version:
        told.append(f"version {stated.version}")
    told.append(str(stated.dated or "undated"))
    if stated.grade:
        told.append(f"grade {stated.grade}")
    told.append(stated.status.value)
    return escape(", ".join(told))


def _warnings(card: DocumentCard) -> Iterable[str]:
    stated = card.provenance
    if stated.status in _STANDING:
        yield _STANDING[stated.status]
    if stated.concern:
        yield "An expression of concern was published about it."
    if stated.recognised_pages:
        yield "Some pages were read off a scan: compare with the original."
