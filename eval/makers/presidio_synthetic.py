"""Sentences with made-up identifiers, as a set of the suite `phi`.

Reads `presidio_synth_dataset_v2.json[.gz]` of microsoft/presidio-research (MIT; the made-up names
come from Fake Name Generator, CC BY-SA 3.0 US): an array of objects with `full_text` and `spans` of
{entity_type, entity_value, start_position, end_position}. Each becomes one line, numbered in the
file's order. Types are kept as they are, but for a DATE_TIME that is a year or the name of a day:
it becomes YEAR or WEEKDAY, for neither is an identifier (45 CFR 164.514(b)(2)(i)(C) leaves the
year). Some others name nobody (TITLE, AGE, NRP); `by_type` tells them apart.

A span whose characters are not its `entity_value` is an error that names every such span.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.domain.frozen import Frozen
from eval.jsonl import read_json, write_jsonl
from eval.suite import MakeRequest, UnusableSet, chosen

NAME = "presidio-synthetic"
SUMMARY = "a set for `phi` from presidio-research's synthetic sentences"

SHOWN: Final = 5
"""Faults that an error lists before it counts the rest."""


class _Span(BaseModel):
    model_config = ConfigDict(extra="ignore")
    entity_type: str = Field(min_length=1)
    entity_value: str
    start_position: int = Field(ge=0)
    end_position: int


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="ignore")
    full_text: str = Field(min_length=1)
    spans: tuple[_Span, ...]


_SENTENCES: Final[TypeAdapter[tuple[_Sentence, ...]]] = TypeAdapter(tuple[_Sentence, ...])


def make(request: MakeRequest) -> int:
    """Write the set; how many lines it has.

    Raises:
        UnusableSet: the file is not of that form, holds nothing, or an offset is wrong.
    """
    chosen(request.options, ())
    sentences = read_json(request.data, _SENTENCES)
    wrong = [
        f"sentence {number}, span {at} ({span.entity_type})"
        for number, one in enumerate(sentences)
        for at, span in enumerate(one.spans)
        if not span.entity_value
        or one.full_text[span.start_position : span.end_position] != span.entity_value
    ]
    if wrong:
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        raise UnusableSet(
            f"{request.data}: offsets that do not hold their entity_value: "
            f"{'; '.join(wrong[:SHOWN])}{more}. Counted from 0."
        )
    lines = (_line(number, one) for number, one in enumerate(sentences))
    return write_jsonl(request.out, lines, f"{request.data} holds no sentence.")


class LabelledSpan(Frozen):
    start: int
    end: int
    type: str


class LabelledLine(Frozen):
    """What the suite `phi` reads."""

    id: str
    text: str
    spans: tuple[LabelledSpan, ...]


def _line(number: int, sentence: _Sentence) -> LabelledLine:
    spans = sorted(sentence.spans, key=lambda span: (span.start_position, span.end_position))
    return LabelledLine(
        id=f"presidio-{number:04d}",
        text=sentence.full_text,
        spans=tuple(
            LabelledSpan(start=span.start_position, end=span.end_position, type=_type(span))
            for span in spans
        ),
    )


def _type(span: _Span) -> str:
    if span.entity_type != "DATE_TIME":
        return span.entity_type
    if span.entity_value.isdecimal():
        return "YEAR"
    return "WEEKDAY" if span.entity_value.isalpha() else span.entity_type
