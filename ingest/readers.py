"""Every format the job reads."""

from ingest.reading import Reader
from ingest.sources.csv import CsvReader
from ingest.sources.docx import DocxReader
from ingest.sources.epub import EpubReader
from ingest.sources.html import HtmlReader
from ingest.sources.jats import JatsReader
from ingest.sources.json_documents import JsonReader
from ingest.sources.markdown import MarkdownReader
from ingest.sources.medquad import MedquadReader
from ingest.sources.ngc import NgcReader
from ingest.sources.ocr import installed as installed_ocr
from ingest.sources.openfda_label import OpenFdaLabelReader
from ingest.sources.pdf import PdfReader
from ingest.sources.pptx import PptxReader
from ingest.sources.pubmed import PubmedReader
from ingest.sources.spl import SplReader
from ingest.sources.text import TextReader
from ingest.sources.uspstf import UspstfReader
from ingest.sources.xlsx import XlsxReader

READERS: tuple[Reader, ...] = (
    PubmedReader(),
    JatsReader(),
    SplReader(),
    NgcReader(),
    MedquadReader(),
    OpenFdaLabelReader(),
    UspstfReader(),
    JsonReader(),
    PdfReader(installed_ocr()),
    EpubReader(),
    DocxReader(),
    PptxReader(),
    XlsxReader(),
    CsvReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
"""The first that accepts a file reads it; those that look into the file come before those that go
by its name."""
