"""Why no reader takes a file, and what a person can do about it."""

from pathlib import Path
from typing import Final

from ingest.sources.vocabularies import is_term_list

READ: Final = (
    "PDF, DOCX, PPTX, XLSX, EPUB, HTML, Markdown, text, CSV, and the XML and JSON of PubMed, JATS, "
    "SPL, openFDA, NGC, MedQuAD and USPSTF"
)
"""What can be read without a declaration."""

_BY_SUFFIX: Final = {
    "a style sheet or a script, which holds no text to quote": "css js mjs map ts",
    "a font": "ttf otf woff woff2 eot",
    "program code or settings, which are never read as documents": (
        "py pyc r sh bat toml yaml yml ini cfg lock sql java c cpp h ipynb"
    ),
    "a sound or a film; ingest its transcript as text": "mp3 mp4 wav mov avi mkv m4a webm",
    "a picture; if it is a scanned page, save it as a PDF and install the `ocr` extra": (
        "png jpg jpeg gif tif tiff bmp webp svg heic dcm"
    ),
    "an old Office document; save it as .docx, .pptx or .xlsx": "doc dot ppt pps xls xlt",
    "a text document of a format that is not read; save it as .docx or PDF": (
        "odt rtf pages wpd wps ott"
    ),
    "slides of a format that is not read; save them as .pptx or PDF": "odp key",
    "a table of a format that is not read; save it as .xlsx or .csv": (
        "ods numbers parquet feather sas7bdat sav dta rds rdata xlsb"
    ),
    "a database; export what should be read as .csv": "db sqlite sqlite3 mdb accdb dbf",
    "an archive of a kind that is not opened; unpack it, or pack it as .zip or .tar.gz": (
        "7z rar bz2 xz zst tbz2 txz"
    ),
    "a message; save it as PDF or text": "eml msg mbox",
}
_KINDS: Final = {
    suffix: kind for kind, suffixes in _BY_SUFFIX.items() for suffix in suffixes.split()
}


def why_unread(path: Path) -> str:
    """One or two sentences about a file that no reader accepts.

    Raises:
        OSError: it cannot be opened.
    """
    if path.stat().st_size == 0:
        return "It is empty. Replace it, or take it away."
    suffix = path.suffix.lower().removeprefix(".")
    if suffix in ("csv", "tsv", "tab", "rrf") and is_term_list(path):
        return (
            "It is a vocabulary's list of terms, no document: nothing in it can be quoted as "
            "evidence. Nothing to do."
        )
    if suffix in ("json", "jsonl", "ndjson"):
        return (
            "It is JSON of no form that is known, so what in it is a document has to be said: "
            '[records."PATH"] in corpus.toml, with the fields that hold title and text '
            "(corpora/README.md). If it is data and no document, nothing to do."
        )
    if suffix == "xml":
        return (
            "It is XML of no form that is known (PubMed, JATS, SPL, NGC and MedQuAD are). Ask its "
            "publisher for HTML or PDF."
        )
    if kind := _KINDS.get(suffix):
        return f"It is {kind}."
    if not suffix:
        return (
            "Its name has no suffix, so its format is not known. If it is a document, give it one, "
            "such as .txt."
        )
    return f"No reader for .{suffix} files. If it is a document, save it as one of: {READ}."
