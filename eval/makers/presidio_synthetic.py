"""Sentences with made-up identifiers, as a set of the suite `phi`.

Reads `presidio_synth_dataset_v2.json[.gz]` of microsoft/presidio-research (MIT; the made-up names
come from Fake Name Generator, CC BY-SA 3.0 US): an array of objects with `full_text` and `spans` of
{entity_type, entity_value, start_position, end_position}. Each becomes one line, numbered in the
file's order; types are kept as they are. Among them are some that name nobody (TITLE, AGE, NRP);
`by_type` tells them apart.

A span whose characters are not its `entity_value` is an error that names every such span.
"""

import gzip
import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from eval.jsonl import first_fault
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


_SENTENCES: Final = TypeAdapter(tuple[_Sentence, ...])


def make(request: MakeRequest) -> int:
    """Write the set; how many lines it has.

    Raises:
        UnusableSet: the file is not of that form, holds nothing, or an offset is wrong.
    """
    chosen(request.options, ())
    sentences = _read(request.data)
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
    aside = request.out.with_name(f"{request.out.name}.aside")
    with aside.open("w", encoding="utf-8") as file:
        for number, one in enumerate(request.progress.track(sentences, "Writing", len(sentences))):
            file.write(json.dumps(_line(number, one), ensure_ascii=False) + "\n")
    aside.replace(request.out)
    return len(sentences)


def _line(number: int, sentence: _Sentence) -> dict[str, object]:
    spans = sorted(sentence.spans, key=lambda span: (span.start_position, span.end_position))
    return {
        "id": f"presidio-{number:04d}",
        "text": sentence.full_text,
        "spans": [
            {"start": span.start_position, "end": span.end_position, "type": span.entity_type}
            for span in spans
        ],
    }


def _read(path: Path) -> tuple[_Sentence, ...]:
    try:
        raw = path.read_bytes()
        text = gzip.decompress(raw) if path.suffix == ".gz" else raw
        sentences = _SENTENCES.validate_json(text)
    except ValidationError as error:
        raise UnusableSet(f"{path}: {first_fault(error)}") from None
    except (OSError, EOFError) as error:
        raise UnusableSet(f"{path} cannot be read ({error}).") from None
    if not sentences:
        raise UnusableSet(f"{path} holds no sentence.")
    return sentences
