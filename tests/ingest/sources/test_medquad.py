"""MedQuAD: pairs of question and answer, and the paragraphs that an answer lost its markup of."""

import tarfile
from pathlib import Path

import pytest

from app.domain.corpus import Audience
from app.domain.errors import UnreadableDocument
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.medquad import MedquadReader
from tests.ingest.sources.reading import read_one, shown, written

ARCHIVE = Path(__file__).parents[4] / "shared/data/medquad/medquad.tar.gz"


def pair(answer: str, question: str = "What is (are) Examplitis ?") -> str:
    asked = f"<Question qid='1-1'>{question}</Question>"
    return f"<QAPair pid='1'>{asked}<Answer>{answer}</Answer></QAPair>"


def document(
    *pairs: str, focus: str = "Examplitis", root: str = "Document", url: str = "https://x.example/a"
) -> str:
    marked = f'<{root} {"f" if root == "DiseaseFile" else ""}id="7" source="EXM" url="{url}">'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{marked}\n<Focus>{focus}</Focus>\n'
        f"<QAPairs>{''.join(pairs)}</QAPairs></{root}>"
    )


def read(folder: Path, content: str) -> ReadDocument:
    return read_one(MedquadReader(), written(folder, "0000007.xml", content))


def answer(folder: Path, words: str) -> list[str]:
    return shown(read(folder, document(pair(words))).blocks)[1:]


@pytest.mark.parametrize("root", ["Document", "DiseaseFile"])
def test_a_question_heads_its_answer_and_the_patient_is_addressed(
    tmp_path: Path, root: str
) -> None:
    found = read(
        tmp_path, document(pair("A rash."), pair("Rest.", "How to treat it? ?"), root=root)
    )
    assert shown(found.blocks) == [
        "# What is (are) Examplitis?",
        "A rash.",
        "# How to treat it?",
        "Rest.",
    ]
    assert (found.title, found.record) == ("Examplitis", None)
    assert found.stated.audience is Audience.PATIENT
    assert (found.stated.publisher, found.stated.url) == ("EXM", "https://x.example/a")
    assert found.stated.licence is None


def test_a_pair_without_an_answer_is_left_out(tmp_path: Path) -> None:
    unanswered = "<QAPair><Question>Why ?</Question></QAPair>"
    content = document(pair(""), pair(" \n "), unanswered, pair("A rash."))
    assert shown(read(tmp_path, content).blocks) == ["# What is (are) Examplitis?", "A rash."]


def test_a_file_without_any_answer_has_no_blocks(tmp_path: Path) -> None:
    assert read(tmp_path, document(pair(""))).blocks == ()
    assert read(tmp_path, document()).blocks == ()


@pytest.mark.parametrize(
    ("words", "paragraphs"),
    [
        ("One.\n   \nTwo goes\non here.\n", ["One.", "Two goes on here."]),
        ("Key Points\n     - One    - Two", ["Key Points", "One", "Two"]),
        ("It is rare.  People have it.", ["It is rare.", "People have it."]),
        ("There are three:   - red  -  blue", ["There are three:", "red", "blue"]),
        ("There are two: - red  - blue", ["There are two:", "red", "blue"]),
        ("All of these    Some of those", ["All of these", "Some of those"]),
        ("Take it  with water.", ["Take it with water."]),
        ("at ages 5 - 9 and 10  -  14 years", ["at ages 5 - 9 and 10 - 14 years"]),
        ("Types are    - Type 1    - two more", ["Types are", "Type 1", "two more"]),
        ("Types are    - Type A    - 2 of them", ["Types are", "Type A", "2 of them"]),
        ("Either - not both - is given.", ["Either - not both - is given."]),
        ("The level  6%    135    7%    170", ["The level 6% 135 7% 170"]),
        ("It ends here.\nit goes on.", ["It ends here.", "it goes on."]),
        ("a &lt;b&gt; c", ["a <b> c"]),
    ],
)
def test_an_answer_is_parted_where_its_page_was(
    tmp_path: Path, words: str, paragraphs: list[str]
) -> None:
    assert answer(tmp_path, words) == paragraphs


def test_what_is_not_stated_is_not_made_up(tmp_path: Path) -> None:
    found = read(tmp_path, document(pair("A rash."), focus="", url="javascript:x"))
    assert found.title is None
    assert found.stated.url is None
    assert found.stated.published is None


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("a.xml", document(pair("A rash.")), True),
        ("a.xml", document(pair("A rash."), root="DiseaseFile"), True),
        ("a.txt", document(pair("A rash.")), False),
        ("a.xml", "<Document><Focus>x</Focus></Document>", False),
        ("a.xml", '<Document id="1" source="x"><Title/></Document>', False),
        ("a.xml", "<PubmedArticleSet/>", False),
        ("a.xml", '<article article-type="research-article"><front/></article>', False),
        ("a.xml", b"\xff\x00<Document", False),
        ("a.xml", b"", False),
    ],
)
def test_only_medquad_is_accepted(
    tmp_path: Path, name: str, content: str | bytes, accepted: bool
) -> None:
    assert MedquadReader().accepts(written(tmp_path, name, content)) is accepted


@pytest.mark.parametrize("content", ["", "<Other/>", document(pair("A rash."))[:-30]])
def test_a_broken_file_is_unreadable(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableDocument):
        list(MedquadReader().read(written(tmp_path, "a.xml", content), {}))


@pytest.mark.parametrize(
    ("step", "counts"),
    [(10, (549, 1615, 8828)), pytest.param(1, (5486, 16407, 84182), marks=pytest.mark.slow)],
)
def test_every_real_answer_is_read(tmp_path: Path, step: int, counts: tuple[int, int, int]) -> None:
    if not ARCHIVE.exists():
        pytest.skip(f"{ARCHIVE} is not on this machine")
    with tarfile.open(ARCHIVE) as archive:
        members = sorted(
            (one for one in archive if one.name.endswith(".xml")), key=lambda one: one.name
        )[::step]
        archive.extractall(tmp_path, members, filter="data")
    files = [SourceFile(path=tmp_path / one.name, origin=one.name) for one in members]
    assert all(MedquadReader().accepts(file) for file in files)
    documents = [read_one(MedquadReader(), file) for file in files]
    kinds = [block.kind for one in documents for block in one.blocks]
    assert (len(documents), kinds.count(BlockKind.HEADING), kinds.count(BlockKind.PROSE)) == counts
    for one in documents:
        assert one.blocks
        assert one.blocks[0].kind is BlockKind.HEADING
        assert one.stated.publisher
        assert one.stated.url
