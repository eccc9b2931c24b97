"""The grammar and the schema of a draft."""

import json

import pytest

from app.generation.form import grammar, schema


def test_only_the_labels_shown_can_be_said() -> None:
    assert 'label ::= "2" | "5" | "12"\n' in grammar([2, 5, 12])
    cite = json.dumps(schema([2, 5, 12]))
    assert '"enum": [2, 5, 12]' in cite


@pytest.mark.parametrize("labels", [(), (1,), (1, 2, 3)])
def test_no_answer_can_always_be_said(labels: tuple[int, ...]) -> None:
    assert "false" in grammar(labels)


def test_without_evidence_nothing_else_can_be_said() -> None:
    assert "claim" not in grammar(()).replace("claims", "")
