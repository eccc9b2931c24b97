"""The Task Force's dump: one document a recommendation, with its grade and its reasoning."""

import gzip
import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UnreadableDocument
from ingest.clean import clean
from ingest.reading import BlockKind, ReadDocument, SourceFile
from ingest.sources.uspstf import PUBLISHER, UspstfReader
from tests.ingest.sources.reading import shown, written

REAL = Path(__file__).parents[4] / "shared/data/guidelines/uspstf.json.gz"

SPECIFIC: dict[str, object] = {
    "id": 7,
    "title": "Examplitis: Screening -- Adults",
    "grade": "B",
    "gradeVer": 1,
    "text": "The Task Force recommends screening.",
    "servFreq": "<p>Every 3 years.</p>",
    "riskText": "<p>Adults with <10% & more.</p>",
    "general": "70",
    "tool": ["1"],
}
GENERAL: dict[str, object] = {
    "title": "Examplitis: Screening",
    "topicYear": 2020,
    "pubDate": "2020-06-09",
    "uspstfAlias": "examplitis-screening",
    "rationale": "<h2>Rationale</h2><h3>Importance</h3><p>It is common.</p>",
    "clinical": "<h2>Practice</h2><p>Ask.</p><h3>Tests</h3><p>Ask again.<sup>2</sup></p>",
    "discussion": "<h2>Discussion</h2><p>Trials were small.</p>",
    "other": "<p>Others wait.</p>",
}
GRADES = {"B": ["Old meaning.", "Moderate benefit."]}


def dump(
    specific: list[dict[str, object]], general: dict[str, object] | None = None, **more: object
) -> str:
    return json.dumps(
        {
            "note": "Made for the test.",
            "specificRecommendations": specific,
            "grades": GRADES,
            "generalRecommendations": {"70": GENERAL} if general is None else general,
            **more,
        }
    )


def read(folder: Path, content: str) -> list[ReadDocument]:
    return list(UspstfReader().read(written(folder, "u.json", content), {}))


def test_a_recommendation_stands_with_its_grade_and_its_reasoning(tmp_path: Path) -> None:
    first, _ = read(tmp_path, dump([SPECIFIC]))
    assert (first.record, first.title) == ("7", "Examplitis: Screening -- Adults")
    assert shown(first.blocks) == [
        "# Recommendation",
        "The Task Force recommends screening.",
        "## Grade B",
        "Moderate benefit.",
        "## Service frequency",
        "Every 3 years.",
        "## Risk",
        "Adults with <10% & more.",
        "# Rationale",
        "## Importance",
        "It is common.",
        "# Clinical considerations",
        "## Practice",
        "Ask.",
        "### Tests",
        "Ask again.[2]",
    ]
    stated = first.stated
    assert (stated.publisher, stated.jurisdiction, stated.grade) == (PUBLISHER, "US", "B")
    assert (stated.version, stated.published) == ("2020", date(2020, 6, 9))
    assert (stated.url or "").endswith("/recommendation/examplitis-screening")
    assert (stated.licence, stated.status, stated.audience) == (None, None, None)


def test_what_a_topics_recommendations_share_is_one_document_more(tmp_path: Path) -> None:
    children = {**SPECIFIC, "id": 8, "title": "Examplitis: Screening -- Children", "grade": "I"}
    documents = read(tmp_path, dump([SPECIFIC, children]))
    assert [one.record for one in documents] == ["7", "8", "general-70"]
    assert documents[2].title == "Examplitis: Screening"
    assert documents[2].stated.grade is None
    assert shown(documents[2].blocks) == [
        "# Discussion",
        "Trials were small.",
        "# Recommendations of others",
        "Others wait.",
    ]


def test_what_the_task_force_found_is_not_headed_as_what_others_recommend(tmp_path: Path) -> None:
    found = "<h2>Supporting Evidence</h2><p>Trials.</p>"
    others = "<h2>Recommendations of Others</h2><p>Wait.</p>"
    general: dict[str, object] = {"70": {**GENERAL, "discussion": "", "other": found + others}}
    made = read(tmp_path, dump([SPECIFIC], general))[-1]
    assert shown(made.blocks) == [
        "# Supporting Evidence",
        "Trials.",
        "# Recommendations of Others",
        "Wait.",
    ]


def test_a_grade_without_a_definition_gets_none(tmp_path: Path) -> None:
    for version, grade in ((5, "B"), (-1, "B"), (0, "Z")):
        (one,) = read(tmp_path, dump([{**SPECIFIC, "gradeVer": version, "grade": grade}], {}))
        assert "# Recommendation" in shown(one.blocks)
        assert not [line for line in shown(one.blocks) if "Grade" in line or "eaning" in line]
        assert one.stated.grade == grade


def test_a_recommendation_whose_topic_is_missing_keeps_its_own_words(tmp_path: Path) -> None:
    (one,) = read(tmp_path, dump([{**SPECIFIC, "general": "71"}], {}))
    assert shown(one.blocks)[-1] == "Adults with <10% & more."
    assert (one.stated.url, one.stated.published, one.stated.version) == (None, None, None)


def test_a_topics_reasoning_is_no_recommendation(tmp_path: Path) -> None:
    empty = {"id": 9, "title": "Nothing", "general": "70"}
    first, *_ = read(tmp_path, dump([empty]))
    assert first.blocks == ()


def test_fields_may_be_missing_null_or_of_another_type(tmp_path: Path) -> None:
    odd = {**SPECIFIC, "id": "7b", "servFreq": None, "riskText": None, "general": 70, "new": [1]}
    first, *_ = read(tmp_path, dump([odd], lastUpdated=1714683195))
    assert first.record == "7b"
    assert "## Risk" not in shown(first.blocks)
    assert "# Rationale" in shown(first.blocks)


@pytest.mark.parametrize(
    ("fields", "published"),
    [
        ({"pubDate": "2020-02-31"}, date(2020, 1, 1)),
        ({"pubDate": "", "topicYear": None}, None),
        ({"pubDate": "soon", "topicYear": 99999}, None),
        ({"pubDate": None, "topicYear": -3}, None),
    ],
)
def test_an_impossible_date_is_not_made_one(
    tmp_path: Path, fields: dict[str, object], published: date | None
) -> None:
    first, *_ = read(tmp_path, dump([SPECIFIC], {"70": {**GENERAL, **fields}}))
    assert first.stated.published == published


def test_an_alias_that_is_no_alias_makes_no_address(tmp_path: Path) -> None:
    first, *_ = read(tmp_path, dump([SPECIFIC], {"70": {**GENERAL, "uspstfAlias": "../x?y"}}))
    assert first.stated.url is None


def test_control_characters_do_not_break_the_page(tmp_path: Path) -> None:
    odd = {**SPECIFIC, "text": "Screen\u0000 every\u0007one.", "grade": "B\u0000"}
    first, *_ = read(tmp_path, dump([odd], grades={"B\u0000": ["One.", "Two."]}))
    assert [clean(line) for line in shown(first.blocks)[1:4]] == [
        "Screen everyone.",
        "## Grade B",
        "Two.",
    ]


@pytest.mark.parametrize(
    ("name", "content", "accepted"),
    [
        ("u.json", dump([SPECIFIC]), True),
        ("u.json", "\ufeff\n" + dump([SPECIFIC]), True),
        ("u.txt", dump([SPECIFIC]), False),
        ("u.json", '{"note": "of specificRecommendations"}', False),
        ("u.json", '{"specificRecommendations": 3}', False),
        ("u.json", '[{"specificRecommendations": []}]', False),
        ("u.json", '{"resourceType": "Bundle"}', False),
        ("u.json", b"\xff\xfe\x00{", False),
        ("u.json", b"", False),
    ],
)
def test_only_the_dump_is_accepted(
    tmp_path: Path, name: str, content: str | bytes, accepted: bool
) -> None:
    assert UspstfReader().accepts(written(tmp_path, name, content)) is accepted


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("", "the file"),
        (dump([SPECIFIC])[:-60], "the file"),
        ("[" * 5000, "the file"),
        (dump([]), "specificRecommendations"),
        (dump([{"title": "No id"}]), r"specificRecommendations\.0\.id"),
        (dump([SPECIFIC], {"70": [1]}), r"generalRecommendations\.70"),
        ('{"specificRecommendations": [{"id": 1, "text": "\\ud800"}]}', "the file"),
    ],
)
def test_a_broken_dump_is_unreadable_and_says_where(
    tmp_path: Path, content: str, where: str
) -> None:
    with pytest.raises(UnreadableDocument, match=where):
        read(tmp_path, content)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> list[ReadDocument]:
    if not REAL.is_file():
        pytest.skip(f"{REAL} is not on this machine")
    path = tmp_path_factory.mktemp("uspstf") / "uspstf.json"
    with gzip.open(REAL) as packed, path.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    file = SourceFile(path=path, origin="uspstf.json")
    assert UspstfReader().accepts(file)
    return list(UspstfReader().read(file, {}))


def test_every_real_recommendation_is_read_with_its_grade(real: list[ReadDocument]) -> None:
    specific = [one for one in real if not (one.record or "").startswith("general-")]
    assert (len(specific), len(real) - len(specific)) == (143, 89)
    assert len({one.record for one in real}) == len(real)
    grades = Counter(one.stated.grade for one in specific)
    assert grades == {"I": 58, "B": 40, "D": 23, "A": 14, "C": 8}
    for one in specific:
        lines = shown(one.blocks)
        assert lines[0] == "# Recommendation"
        assert lines.count(f"## Grade {one.stated.grade}") == 1
        assert one.stated.published
        assert one.stated.url
    kinds = [block.kind for one in real for block in one.blocks]
    assert tuple(map(kinds.count, BlockKind)) == (3883, 5626, 143)
