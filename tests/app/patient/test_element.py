"""Asking a place of a bundle for what may not be there."""

from decimal import Decimal

import pytest

from app.patient.element import Element, one_line
from app.patient.left_out import LeftOut

HERE = Element({"a": {"b": "x"}, "list": [1, None, {"c": 2}], "text": " two\n words "}, "Bundle")


def test_a_child_knows_its_path() -> None:
    assert HERE.child("a").child("b") == Element("x", "Bundle.a.b")


def test_what_is_not_there_is_empty_all_the_way_down() -> None:
    assert not HERE.child("no").child("such").child("thing")
    assert HERE.child("text").child("inside").at == "Bundle.text.inside"
    assert HERE.items("a") == ()
    assert HERE.text("a") == ""
    assert HERE.number("a") is None
    assert HERE.flag("a") is None


def test_nulls_of_a_list_are_left_out_and_the_places_stay() -> None:
    assert [item.at for item in HERE.items("list")] == ["Bundle.list[0]", "Bundle.list[2]"]


@pytest.mark.parametrize("value", [1, 1.5, Decimal("1.50"), "1.5"])
def test_a_number_is_given_as_written(value: object) -> None:
    assert Element({"n": value}, "").number("n") == value


@pytest.mark.parametrize(
    ("value", "flag"), [(True, True), ("false", False), ("no", None), (1, None)]
)
def test_a_flag(value: object, flag: bool | None) -> None:
    assert Element({"f": value}, "").flag("f") is flag


@pytest.mark.parametrize("value", [None, "other", 5])
def test_a_required_code_is_one_of_those_that_are_known(value: object) -> None:
    with pytest.raises(LeftOut) as caught:
        Element({"status": value}, "Bundle").one_of("status", frozenset({"final"}))
    assert caught.value.part.at == "Bundle.status"
    assert "other" not in caught.value.part.why


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\tb\r\nc", "a b c"),
        ("a\x00b\x1b[2Jc", "ab[2Jc"),
        ("abc\u202ecba", "abccba"),
        ("क\u200dष", "क\u200dष"),
        ("日本 語", "日本 語"),
    ],
)
def test_a_line_steers_no_screen_and_keeps_its_script(text: str, line: str) -> None:
    assert one_line(text) == line
