"""Our own follow-up questions, half held out: format, counts, nothing in both halves."""

from collections import Counter

from app.domain.question import Speaker
from eval.jsonl import read_jsonl
from eval.suites.follow_ups import OWN, FollowUp

VIEW = read_jsonl(OWN, FollowUp)
HELD = read_jsonl(OWN.with_name("follow_ups_held.jsonl"), FollowUp)


def test_there_are_enough_pairs_and_switches_and_every_kind_is_in_both_halves() -> None:
    both = (*VIEW, *HELD)
    assert sum(not one.switch for one in both) >= 100
    assert sum(one.switch for one in both) >= 30
    kinds, held = Counter(one.kind for one in VIEW), Counter(one.kind for one in HELD)
    assert kinds.keys() == held.keys()
    assert all(abs(kinds[kind] - held[kind]) <= 1 for kind in kinds)


def test_no_line_stands_twice() -> None:
    both = (*VIEW, *HELD)
    said = {(tuple(turn.text for turn in one.conversation), one.follow_up) for one in both}
    assert len(said) == len({one.id for one in both}) == len(both)


def test_every_pair_has_what_answers_it_and_every_conversation_a_user() -> None:
    for one in (*VIEW, *HELD):
        assert any(turn.speaker is Speaker.USER for turn in one.conversation)
        assert one.relevant or one.switch
        assert one.in_full != one.follow_up
