"""Real guideline pages: all of their words, in order, under their headings."""

import re
import tarfile
from pathlib import Path

import pytest
from lxml import html

from app.domain.corpus import Provenance
from ingest.assemble import assemble
from ingest.reading import SourceFile
from ingest.sources.html import HtmlReader
from ingest.split import LONGEST_PASSAGE, split

ARCHIVE = Path(__file__).parents[4] / "shared/data/guidelines/cdc_std2010.tar.gz"
PROVENANCE = Provenance(source="cdc", licence="public domain")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not on this machine")
    folder = tmp_path_factory.mktemp("cdc")
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return {path.name: path for path in sorted(folder.rglob("*.*html"))}


def said_once(text: str) -> str:
    """Without the label that a table's rows of one cell repeat."""
    label = ""
    lines = []
    for line in text.split("\n"):
        repeated = label and line != label and line.startswith(f"{label} ")
        lines.append(line.removeprefix(label) if repeated else line)
        label = line if line.endswith(":") else label
    return "\n".join(lines)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("\ufb01", "fi"))


@pytest.mark.parametrize(
    "name",
    ["syphilis", "PID", "genital-HSV-infections", "vacc-preventable-STDs", "hepatitis-C"],
)
def test_no_word_of_a_page_is_lost_or_moved(pages: dict[str, Path], name: str) -> None:
    path = pages[f"{name}.xhtml"]
    (read,) = HtmlReader().read(SourceFile(path=path, origin=path.name), {})
    made = split(assemble(read, path.name, PROVENANCE))
    markup = path.read_text(encoding="utf-8")
    body = html.document_fromstring(markup.split("?>", 1)[-1]).find("body")
    assert body is not None
    assert words(said_once(made.document.text)) == words(" ".join(body.itertext()))
    assert all(len(passage.text) <= LONGEST_PASSAGE for passage in made.passages)
    assert all(passage.path[0] == read.title for passage in made.passages)


def test_sections_nest_as_the_pages_headings_do(pages: dict[str, Path]) -> None:
    path = pages["syphilis.xhtml"]
    (read,) = HtmlReader().read(SourceFile(path=path, origin=path.name), {})
    made = split(assemble(read, path.name, PROVENANCE))
    assert read.title == "Syphilis"
    paths = {passage.path[1:] for passage in made.passages}
    assert ("Primary and Secondary Syphilis", "Treatment") in paths
    assert ("Primary and Secondary Syphilis", "Special Considerations", "Pregnancy") in paths


def test_a_regimens_dose_is_one_row_under_its_section(pages: dict[str, Path]) -> None:
    path = pages["syphilis.xhtml"]
    (read,) = HtmlReader().read(SourceFile(path=path, origin=path.name), {})
    made = split(assemble(read, path.name, PROVENANCE))
    dosed = [
        passage
        for passage in made.passages
        if any(re.search(r"million units IM", text) for text in passage.sentence_texts())
        and passage.path[1:] == ("Primary and Secondary Syphilis", "Treatment")
    ]
    assert len(dosed) == 1
    assert len(dosed[0].sentences) >= 3
