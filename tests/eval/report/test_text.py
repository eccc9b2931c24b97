import json

import pytest

from eval.report.again import command
from eval.report.item_text import LONGEST, item_text
from eval.report.number import written
from eval.report.visible import one_line, visible
from tests.eval.report.run_folders import CARD


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "undefined"),
        (0, "0"),
        (7_663, "7,663"),
        (0.0, "0.0000"),
        (1.0, "1.0000"),
        (0.74312, "0.7431"),
        (-0.0125, "-0.0125"),
        (0.00004, "4.0e-05"),
        (71.566, "71.57"),
        (18_805.3, "18,805"),
    ],
)
def test_a_number_is_written_to_what_can_matter(value: float | None, text: str) -> None:
    assert written(value) == text


def test_what_would_hide_in_a_text_is_seen() -> None:
    assert visible("a\u202eb\x00c\ue000") == "a\\u202eb\\u0000c\\ue000"
    assert visible("naïve 漢字 🩺\u200d\nnext\tline") == "naïve 漢字 🩺\u200d\nnext\tline"
    assert one_line("a\n b\t c", 5) == "a b c"
    assert one_line("abcdef", 5) == "abcd…"


def test_long_lists_and_texts_of_an_item_are_cut_and_say_so() -> None:
    line = json.dumps(
        {
            "id": "1",
            "text": "w" * 900,
            "ranking": [f"d{n}" for n in range(100)],
            "inner": {str(n): n for n in range(60)},
        }
    )
    shown = item_text(line)
    assert '"... 94 more"' in shown.pretty
    assert "200 characters more" in shown.pretty
    assert '"...": "36 more"' in shown.pretty
    assert json.loads(shown.pretty)["ranking"][:2] == ["d0", "d1"]
    assert shown.excerpt == "w" * 160 + "..."


def test_what_the_suite_says_of_an_item_comes_before_its_scores() -> None:
    line = '{"id": "1", "shares": {"recall": [0.0, 1.0]}, "labels": {}, "question": "Why [x] {y}?"}'
    assert item_text(line).pretty == (
        '{\n  "id": "1",\n  "question": "Why [x] {y}?",\n  "shares": {\n    "recall": [0.0, 1.0]\n'
        "  }\n}"
    )


def test_no_item_is_longer_than_a_page_can_hold() -> None:
    deep = {"id": "1", "lists": [[["x" * 500] * 6] * 6] * 6}
    shown = item_text(json.dumps(deep))
    assert len(shown.pretty) < LONGEST + 50
    assert shown.pretty.endswith("characters more")
    assert shown.excerpt == ""


def test_the_command_can_be_pasted_into_a_shell() -> None:
    card = CARD.model_copy(
        update={
            "data": "/srv/a set/it's.jsonl",
            "split": "dev",
            "options": (("library", "/srv/x y"),),
            "predictions": "/srv/theirs.jsonl",
            "predictions_sha256": "0" * 64,
        }
    )
    assert command(card) == (
        "citewell eval run made-up --data '/srv/a set/it'\"'\"'s.jsonl' --split dev "
        "--predictions /srv/theirs.jsonl --set 'library=/srv/x y'"
    )
    bench = CARD.model_copy(update={"suite": "bench pipeline", "data": ""})
    assert command(bench) == "citewell eval bench pipeline"
