"""Term lists of vocabularies (RxNorm, SNOMED CT, ICD-10): they look like tables and are no text.

A line of one names a concept and says nothing about it, so nothing in it can be quoted as evidence;
read as a table, one such file can be a third of a library. Known is the form in which BioPortal
gives every vocabulary, and the pipe-delimited release files of RxNorm and the UMLS.
"""

from pathlib import Path
from typing import Final

_BIOPORTAL: Final = (b"Class ID,Preferred Label,", b'"Class ID","Preferred Label",')
_RELEASE_FILE: Final = ".rrf"
_SNIFFED: Final = 64


def is_term_list(path: Path) -> bool:
    """Whether the file is a vocabulary's list of terms.

    Raises:
        OSError: it cannot be opened.
    """
    if path.suffix.lower() == _RELEASE_FILE:
        return True
    with path.open("rb") as opened:
        return opened.read(_SNIFFED).removeprefix(b"\xef\xbb\xbf").startswith(_BIOPORTAL)
