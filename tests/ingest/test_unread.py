from pathlib import Path

import pytest

from ingest.sources.csv import CsvReader
from ingest.unread import why_unread
from tests.ingest.sources.reading import written


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("page.css", "style sheet"),
        ("scan.PNG", "save it as a PDF"),
        ("old.doc", "save it as .docx"),
        ("plan.odt", "save it as .docx or PDF"),
        ("all.7z", "unpack it"),
        ("LICENSE", "give it one"),
        ("data.json", "[records."),
        ("other.xml", "Ask its publisher"),
        ("notes.xyz", "save it as one of: PDF"),
    ],
)
def test_the_reason_says_what_to_do(tmp_path: Path, name: str, why: str) -> None:
    assert why in why_unread(written(tmp_path, name, "words").path)


@pytest.mark.parametrize(
    "head", ["Class ID,Preferred Label,Synonyms\n", '\ufeff"Class ID","Preferred Label","CUI"\n']
)
def test_a_list_of_terms_is_no_table_to_read(tmp_path: Path, head: str) -> None:
    file = written(tmp_path, "terms.csv", head + "http://example.org/1,Exampril,\n")
    assert not CsvReader().accepts(file)
    assert "list of terms" in why_unread(file.path)
    assert CsvReader().accepts(written(tmp_path, "drugs.csv", "Class,Preferred Label\nA,b\n"))
