"""The conflicts suite: what counts as caught and as a false alarm, and its own set."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.domain.answer import CitedClaim, Evidence
from app.domain.conflict import About, Disagreement, Side
from eval.jsonl import read_jsonl
from eval.suite import UnusableSet
from eval.suites.conflicts import OWN, Pair, Text, pair_item, summarise

TEXT = Text(path=("Title",), text="Give examplol 5 mg.")


def pair(key: str, kind: str, *, conflict: bool) -> Pair:
    return Pair(id=key, kind=kind, conflict=conflict, question="?", first=TEXT, second=TEXT)


class Finds:
    """Finds these disagreements between the first two passages, whatever they say."""

    def __init__(self, *about: About) -> None:
        self._about = about

    def disagreements(
        self, claims: Sequence[CitedClaim], question: str, admitted: Sequence[Evidence]
    ) -> tuple[Disagreement, ...]:
        citation = claims[0].citations[0]
        first, second = (
            Side(citation=citation, document=each.document, says="x") for each in admitted
        )
        return tuple(
            Disagreement(about=each, subject="examplol", sides=(first, second))
            for each in self._about
        )


@pytest.mark.parametrize(
    ("conflict", "kind", "found", "shares"),
    [
        (True, "dose", (About.DOSE,), {"caught": 1.0, "told_right": 1.0}),
        (True, "dose", (About.LIMIT,), {"caught": 1.0, "told_right": 0.0}),
        (True, "dose", (), {"caught": 0.0, "told_right": 0.0}),
        (False, "route", (About.DOSE,), {"false_alarm": 1.0}),
        (False, "route", (), {"false_alarm": 0.0}),
    ],
)
def test_what_counts_as_caught_and_as_a_false_alarm(
    conflict: bool, kind: str, found: tuple[About, ...], shares: dict[str, float]
) -> None:
    item = pair_item(pair("a", kind, conflict=conflict), Finds(*found))
    seen = {name: gained for name, (gained, _) in item.shares.items() if "unseen" not in name}
    assert seen == shares


def test_pairs_of_odd_sha_256_are_reported_apart() -> None:
    made = [pair(str(number), "route", conflict=False) for number in range(20)]
    items = [pair_item(each, Finds(About.DOSE) if each.odd else Finds()) for each in made]
    result = summarise(items, Path("elsewhere.jsonl"))
    assert 0 < (result.headline["false_alarm"] or 0) < 1
    assert result.headline["unseen_false_alarm"] == 1.0
    assert result.headline["caught"] is None
    assert result.in_sample == {}


def test_a_disagreement_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(
        pair("a", "dose", conflict=True).model_dump_json().replace('"dose"', '"colour"')
    )
    with pytest.raises(UnusableSet, match="kind"):
        read_jsonl(path, Pair)


def test_our_own_set_has_every_kind_and_as_many_near_misses() -> None:
    pairs = read_jsonl(OWN, Pair)
    disagree = Counter(each.kind for each in pairs if each.conflict)
    assert set(disagree) == set(About)
    assert min(disagree.values()) >= 10
    assert sum(disagree.values()) >= 60
    assert sum(not each.conflict for each in pairs) >= 60
    assert 0.4 < sum(each.odd for each in pairs) / len(pairs) < 0.6
