"""What makes a resource unfit to be read, before it is looked at as FHIR."""

from datetime import date
from typing import Any

import pytest

from app.patient.element import Element
from app.patient.json_text import NOT_A_NUMBER, Repeated
from app.patient.left_out import LeftOut
from app.patient.soundness import DEEPEST, must_be_sound

AT = "Bundle.entry[0].resource"


def nested(levels: int) -> Any:
    inner: Any = 1
    for _ in range(levels):
        inner = {"extension": [inner]}
    return inner


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (nested(10_000), ""),
        ({"a": [1, {"b": NOT_A_NUMBER}]}, ".a[1].b"),
        ({"a": {"b": "half \ud800 a character"}}, ".a.b"),
        ({"code": Repeated(text="x")}, ".code"),
        ({"modifierExtension": [{"url": "x"}]}, ".modifierExtension"),
        ({"code": {"modifierExtension": [{"url": "x"}]}}, ".code.modifierExtension"),
        ({"implicitRules": "x"}, ".implicitRules"),
        ({"a": date(2020, 1, 1)}, ""),
        ({"Jane Doe": NOT_A_NUMBER}, ""),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_left_out_at_its_place(value: Any, at: str) -> None:
    with pytest.raises(LeftOut) as caught:
        must_be_sound(Element(value, AT))
    assert caught.value.part.at == AT + at


@pytest.mark.parametrize(
    "value",
    [
        nested(DEEPEST // 2),
        {"a": ["x", 1, 1.5, None, True, "ü", "日本"]},
        {"modifierExtension": []},
    ],
)
def test_what_is_sound_passes(value: Any) -> None:
    must_be_sound(Element(value, AT))
