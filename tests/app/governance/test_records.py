"""Sign-offs, overrides and review tasks: kept across processes, and never half."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.domain.errors import Unavailable
from app.domain.governance import Override
from app.governance.overrides import StoredOverrides
from app.governance.reviews import StoredReviews
from app.governance.sign_offs import StoredSignOffs
from app.governance.sqlite import NAME
from app.governance.store import Store
from tests.governance_sites import Site

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
OVERRIDE = Override(rule="a/b", clinician="Dr A. Examplo", reason="nothing else is left")


class Noon:
    def now(self) -> datetime:
        return NOON


def test_reading_makes_no_file(store: Store, tmp_path: Path) -> None:
    assert StoredOverrides(store, Noon()).used() == ()
    assert StoredReviews(store, Noon()).waiting() == ()
    assert StoredSignOffs(store, Noon(), {"a/b": "1"})("a/b") is None
    assert list(tmp_path.iterdir()) == []


def test_an_override_is_there_for_the_next_process(store: Store, site: Site) -> None:
    StoredOverrides(store, Noon()).record(OVERRIDE, "trace-1")
    StoredOverrides(store, Noon()).record(OVERRIDE, "trace-2")
    used = StoredOverrides(site.store(), Noon()).used()
    assert [one.trace_id for one in used] == ["trace-2", "trace-1"]
    assert used[0].override == OVERRIDE
    assert used[0].at == NOON


def test_an_override_is_recorded_once_whoever_races(site: Site) -> None:
    stores = [site.store() for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        list(
            pool.map(
                lambda number: StoredOverrides(stores[number % 4], Noon()).record(
                    OVERRIDE, f"trace-{number % 3}"
                ),
                range(48),
            )
        )
    used = StoredOverrides(stores[0], Noon()).used()
    assert sorted(one.trace_id for one in used) == ["trace-0", "trace-1", "trace-2"]


def test_an_override_is_recorded_once_an_answer(store: Store) -> None:
    for trace_id in ("trace-1", "trace-1", "trace-2"):
        StoredOverrides(store, Noon()).record(OVERRIDE, trace_id)
    used = StoredOverrides(store, Noon()).used()
    assert [one.trace_id for one in used] == ["trace-2", "trace-1"]


@pytest.mark.parametrize(
    "blank",
    [
        {"clinician": "   "},
        {"reason": " \t\n    "},
        {"clinician": "Dr\0 A."},
        {"reason": "nothing\0 else"},
        {"rule": "a/\0b"},
        {"reason": "half a \ud83d character"},
    ],
)
def test_what_is_no_name_and_no_reason_is_refused(blank: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Override.model_validate({**OVERRIDE.model_dump(), **blank})


def test_an_override_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with closing(Store(tmp_path)) as broken, pytest.raises(Unavailable, match=NAME):
        StoredOverrides(broken, Noon()).record(OVERRIDE, "trace-1")


def test_a_damaged_file_is_told_and_not_taken_for_empty(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 1000)
    with closing(Store(tmp_path)) as broken, pytest.raises(Unavailable, match="backup"):
        StoredReviews(broken, Noon()).waiting()


def test_a_rule_counts_as_unreviewed_where_the_record_is_damaged(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 1000)
    with closing(Store(tmp_path)) as broken:
        assert StoredSignOffs(broken, Noon(), {"a/b": "1"})("a/b") is None


def test_a_sign_off_holds_until_the_rule_is_changed(store: Store) -> None:
    before = StoredSignOffs(store, Noon(), {"a/b": "1", "a/c": "2"})
    before.sign(["a/b", "a/c"], "A. Examplo", "minutes 12")
    assert before("a/b") == "A. Examplo"
    changed = StoredSignOffs(store, Noon(), {"a/b": "1 changed", "a/c": "2"})
    assert changed("a/b") is None
    assert changed("a/c") == "A. Examplo"
    with pytest.raises(KeyError):
        changed.sign(["no/rule"], "A. Examplo", "")


def test_a_later_sign_off_outranks_an_earlier_one(store: Store) -> None:
    kept = StoredSignOffs(store, Noon(), {"a/b": "1"})
    kept.sign(["a/b"], "A. Examplo", "")
    kept.sign(["a/b"], "B. Examplo", "")
    assert kept("a/b") == "B. Examplo"


def test_many_writers_lose_nothing(store: Store) -> None:
    queue = StoredReviews(store, Noon())
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: queue.put(f"trace-{number}", ("a/b", "a/c")), range(100)))
    waiting = queue.waiting()
    assert {one.trace_id for one in waiting} == {f"trace-{number}" for number in range(100)}
    assert waiting[0].rules == ("a/b", "a/c")
