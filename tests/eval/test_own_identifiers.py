"""Our own sets of identifiers and of eponyms: their size, nothing twice, and canaries."""

from pathlib import Path

from app.safety.identifiers.finder import PresidioFinder
from eval.jsonl import read_jsonl
from eval.leaks.askings import read_askings
from eval.suites.leaks import OWN as CANARIES
from eval.suites.phi import OWN, OWN_SETS, LabelledText

SETS = {name: read_jsonl(OWN / f"{name}.jsonl", LabelledText) for name in OWN_SETS}
ALIKE = 0.8


def words(text: LabelledText) -> frozenset[str]:
    return frozenset(text.text.lower().split())


def test_the_sets_are_large_enough_and_cover_the_kinds() -> None:
    assert len(SETS["identifiers"]) + len(SETS["identifiers_held"]) >= 120
    assert len(SETS["eponyms"]) >= 150
    for name in ("identifiers", "identifiers_held"):
        kinds = {span.type for text in SETS[name] for span in text.spans}
        assert len(kinds) >= 15, sorted(kinds)
        assert all(text.spans for text in SETS[name])
    assert not any(text.spans for text in SETS["eponyms"])


def test_no_text_stands_twice_or_nearly_so() -> None:
    texts = [text for name in OWN_SETS for text in SETS[name]]
    assert len({text.id for text in texts}) == len(texts)
    for place, one in enumerate(texts):
        for other in texts[place + 1 :]:
            both, either = words(one) & words(other), words(one) | words(other)
            assert len(both) / len(either) < ALIKE, (one.id, other.id)


RECORDS = "malformed/record-"


def test_the_identifiers_that_the_suite_leaks_plants_are_found() -> None:
    finder = PresidioFinder()
    missed = [
        (asking.id, canary.kind.value)
        for asking in read_askings(Path(CANARIES), 1)
        if not asking.id.startswith(RECORDS)  # a record is written nowhere, so nothing is redacted
        for canary in asking.canaries
        if canary.text in asking.text and canary.text in finder.redact(asking.text)
    ]
    assert missed == []
