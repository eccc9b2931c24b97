"""Reading questions with what is expected of them."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.corpus import Audience
from eval.asked import AskedQuestion, OutcomeKind, cites, read_questions
from eval.suite import UnusableSet

TOML = """\
# Illustrative.

[[question]]
text = "How many drops of examplol?"
audience = "patient"
expect = "answer"
must_cite = ["leaflets/examplol.md"]
must_quote = "two drops"
nuggets = ["itch", ["two drops", "2 drops"]]

[[question]]
text = "Who painted the fence?"
expect = "abstention"
"""


def jsonl(path: Path, *lines: Mapping[str, object]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_both_formats_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(TOML, encoding="utf-8")
    first = {
        "id": "question-01",
        "question": "How many drops of examplol?",
        "audience": "patient",
        "expected": "answer",
        "must_cite": ["leaflets/examplol.md"],
        "must_quote": ["two drops"],
        "nuggets": [["itch"], ["two drops", "2 drops"]],
    }
    second = {"id": "question-02", "question": "Who painted the fence?", "expected": "abstain"}
    lines = jsonl(tmp_path / "set.jsonl", first, second)
    one, two = read_questions(tmp_path / "questions.toml"), read_questions(lines)
    assert one.questions == two.questions
    assert one.questions[0].nuggets == (("itch",), ("two drops", "2 drops"))
    assert one.questions[0].audience is Audience.PATIENT
    assert one.questions[1].expected is OutcomeKind.ABSTAIN
    assert one.questions[1].audience is Audience.CLINICIAN


def test_a_folder_brings_its_library_and_a_file_does_not(tmp_path: Path) -> None:
    (tmp_path / "questions.toml").write_text(TOML, encoding="utf-8")
    folder, file = read_questions(tmp_path), read_questions(tmp_path / "questions.toml")
    assert folder.library({}) == tmp_path
    assert file.library({}) is None
    assert file.library({"library": "there"}) == folder.library({"library": "there"})
    assert folder.sha256 == file.sha256


@pytest.mark.parametrize("names", [(), ("questions.toml", "questions.jsonl")])
def test_a_folder_without_questions_or_with_two_sets_is_refused(
    names: tuple[str, ...], tmp_path: Path
) -> None:
    for name in names:
        (tmp_path / name).write_text(TOML)
    with pytest.raises(UnusableSet, match="one of them is needed"):
        read_questions(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"question": " ?! "}, "no letter"),
        ({"expected": "shrug"}, "expected"),
        ({"audience": "everyone"}, "audience"),
        ({"must_cites": ["x.md"]}, "must_cites"),
        ({"nuggets": [["itch", "--"]]}, "no word"),
        ({"nuggets": [[]]}, "nuggets"),
        ({"must_quote": " "}, "no word"),
        ({"expected": "abstain", "must_cite": ["x.md"]}, "where abstain is expected"),
    ],
)
def test_a_faulty_line_is_named_with_its_number(
    line: dict[str, object], said: str, tmp_path: Path
) -> None:
    good = {"id": "a", "question": "Does examplol help?"}
    path = jsonl(tmp_path / "set.jsonl", good, good | {"id": "b"} | line)
    with pytest.raises(UnusableSet, match=rf"set\.jsonl:2: .*{said}"):
        read_questions(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOML.replace('"abstention"', '"abstain"'), r":11: expect"),
        (TOML + "must_cite = ['x.md']\n", r":11: .*where abstain is expected"),
        (TOML + "must_quotes = 'x'\n", r":11: must_quotes"),
        (TOML + "text = \nx = 1\n", r"line 14"),
        ("", r"no \[\[question\]\]"),
        ("question = 3", r"no \[\[question\]\]"),
    ],
)
def test_a_faulty_toml_file_is_named_with_the_line_of_its_question(
    text: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "questions.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSet, match=r"questions\.toml.*" + said):
        read_questions(tmp_path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    for name in ("gone.jsonl", "gone.toml"):
        with pytest.raises(UnusableSet, match="gone"):
            read_questions(tmp_path / name)


@pytest.mark.parametrize(
    ("origin", "wanted", "expected"),
    [
        ("/library/guidelines/x.md", "guidelines/x.md", True),
        ("guidelines/x.md", "guidelines/x.md", True),
        ("/library/abstracts.xml#42", "abstracts.xml", True),
        ("/library/abstracts.xml#42", "abstracts.xml#42", True),
        ("/library/abstracts.xml#42", "abstracts.xml#4", False),
        ("/library/other-guidelines/x.md", "guidelines/x.md", False),
        ("/library/guidelines/x.md.old", "guidelines/x.md", False),
    ],
)
def test_an_origin_is_known_by_its_end(origin: str, wanted: str, expected: bool) -> None:
    assert cites(origin, wanted) is expected


def test_the_samples_questions_are_read() -> None:
    sample = read_questions(Path("corpora/sample"))
    assert len(sample.questions) >= 25
    assert {each.expected for each in sample.questions} == {
        OutcomeKind.ANSWER,
        OutcomeKind.ABSTAIN,
    }
    assert all(isinstance(each, AskedQuestion) and each.id for each in sample.questions)
