"""Names that a document goes by everywhere: `pmid:123`, `doi:10.1/x`, `pmcid:PMC1`, `setid:...`."""

import re
from typing import Final

_PMID: Final = re.compile(
    r"(?:pmid[:\s]*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)?0*([1-9]\d{0,8})/?"
)
_DOI: Final = re.compile(r"(?:doi[:\s]*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)")
_PMCID: Final = re.compile(
    r"(?:pmcid[:\s]*|https?://(?:www\.ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)?"
    r"(pmc\d+)/?"
)
_SETID: Final = re.compile(
    r"(?:https?://dailymed\.nlm\.nih\.gov/\S*[?&]setid=)"
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)


def identifier(written: str) -> str | None:
    """The identifier that `written` is, bare, with its prefix, or as an address; else None.

    A bare number counts as a PMID. DOIs are compared without regard to case.
    """
    words = written.strip().lower()
    if found := _PMID.fullmatch(words):
        return f"pmid:{found[1]}"
    if found := _DOI.fullmatch(words):
        return f"doi:{found[1].rstrip('.,;')}"
    if found := _PMCID.fullmatch(words):
        return f"pmcid:{found[1].upper()}"
    if found := _SETID.fullmatch(words):
        return f"setid:{found[1]}"
    return None
