"""Passages that a person compared with their page, table or label: they still read the same."""

import gzip
import tarfile
import tomllib
from collections import Counter
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree
from pydantic import TypeAdapter

from app.domain.corpus import Passage, Provenance
from app.domain.frozen import Frozen
from ingest.assemble import assemble
from ingest.readers import READERS
from ingest.reading import SourceFile
from ingest.split import split

DATA = Path(__file__).parents[4] / "shared/data"
PINS = Path(__file__).with_name("seen_passages.toml")
V3 = "{urn:hl7-org:v3}"
BOXED = "34066-1"
"""The LOINC code of a boxed warning."""


class Seen(Frozen):
    """One passage as it was seen."""

    kind: str
    file: str
    member: str = ""
    page: tuple[int, int] | None = None
    span: tuple[int, int]
    sha256: str
    seen: str


SEEN = TypeAdapter(tuple[Seen, ...]).validate_python(tomllib.loads(PINS.read_text())["passage"])
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"the shared data is not at {DATA}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("seen")


@cache
def unpacked(file: str, member: str, folder: Path) -> SourceFile:
    path = DATA / file
    if member:
        with tarfile.open(path) as archive:
            inside = archive.extractfile(member)
            assert inside is not None
            content = inside.read()
        path = folder / Path(member).name
        path.write_bytes(content)
    elif path.suffix == ".gz":
        content = gzip.decompress(path.read_bytes())
        path = folder / path.stem
        path.write_bytes(content)
    return SourceFile(path=path, origin=path.name)


@cache
def passages(file: str, member: str, folder: Path) -> tuple[Passage, ...]:
    """The passages of the file's documents, each the words at its span."""
    source = unpacked(file, member, folder)
    reader = next(reader for reader in READERS if reader.accepts(source))
    found: list[Passage] = []
    for read in reader.read(source, {}):
        made = split(assemble(read, source.origin, Provenance(source="seen", licence="as stated")))
        assert all(made.document.text[p.span.start : p.span.end] == p.text for p in made.passages)
        found += made.passages
    return tuple(found)


def test_as_many_were_seen_as_were_promised() -> None:
    assert Counter(one.kind for one in SEEN) == {"column": 10, "table": 5, "boxed": 5}
    assert len({(one.file, one.span) for one in SEEN}) == len(SEEN)
    assert len({one.file for one in SEEN if one.kind == "column"}) >= 3
    assert len({Path(one.member or one.file).suffix for one in SEEN if one.kind == "table"}) >= 3


@needs_data
@pytest.mark.parametrize(
    "one", SEEN, ids=lambda one: f"{one.kind}-{Path(one.member or one.file).name}-{one.span[0]}"
)
def test_a_passage_reads_as_it_was_seen(one: Seen, folder: Path) -> None:
    there = [
        passage
        for passage in passages(one.file, one.member, folder)
        if (passage.span.start, passage.span.end) == one.span
        and sha256(passage.text.encode()).hexdigest() == one.sha256
    ]
    assert there, f"look again at {one.file}: {one.seen}"
    assert there[0].pages == one.page


@needs_data
@pytest.mark.parametrize("file", sorted({one.file for one in SEEN if one.kind == "boxed"}))
def test_a_boxed_warning_holds_the_words_of_its_xml(file: str, folder: Path) -> None:
    root = etree.parse(unpacked(file, "", folder).path).getroot()
    (box,) = [
        section
        for section in root.iterfind(f"{V3}component/{V3}structuredBody/{V3}component/{V3}section")
        if section.find(f"{V3}code[@code='{BOXED}']") is not None
    ]
    told = [
        words("".join(part.itertext()))
        for name in ("title", "text")
        for part in box.iterfind(V3 + name)
    ]
    read = [p for p in passages(file, "", folder) if "Boxed Warning" in p.path[1:2]]
    headings = dict.fromkeys(heading for p in read for heading in p.path[2:])
    said = Counter(word for text in (*headings, *(p.text for p in read)) for word in words(text))
    assert said == Counter(word for part in told for word in part)
    in_order = " ".join(word for part in told for word in part)
    for passage in read:
        for paragraph in passage.text.split("\n\n"):
            assert " ".join(words(paragraph)) in in_order


def words(text: str) -> list[str]:
    """The words without the marks of list items."""
    return text.replace("\u2022", " ").split()
