"""Topics, owners, and the random sample."""

from pathlib import Path

import pytest

from app.domain.errors import NotFound
from app.domain.reviewing import GENERAL, Cause, Correction, Texts
from app.governance.keys import KeyFile
from app.governance.reviewing.owners import StoredOwners
from app.governance.reviewing.queue import StoredReviews
from app.governance.reviewing.sampling import KeyedSample
from app.governance.reviewing.topics import TOPICS, NamedTopics, topics
from app.governance.sqlite import NAME
from app.governance.store import Store
from app.terms.conditions import conditions
from app.terms.drug_resolver import drug_resolver
from app.terms.groups import spoken_groups
from tests.fakes import FakeClock
from tests.governance_sites import Site
from tests.people import NOON

CLOCK = FakeClock(NOON)
FOUND = NamedTopics(drug_resolver())


def test_every_name_of_a_topic_is_one_of_the_vocabulary() -> None:
    drugs = drug_resolver()
    for name, topic in topics().items():
        assert [each for each in topic.classes if not drugs.members(each)] == [], name
        assert topic.conditions <= set(conditions().phrases), name
        assert topic.groups <= set(spoken_groups()), name


def test_every_group_of_rules_has_a_topic() -> None:
    from app.safety.register import contents

    heads = {rule.partition("/")[0] for rule in contents()}
    assert heads
    assert [head for head in heads if not FOUND.of("", (f"{head}/x",))] == []


@pytest.mark.parametrize(
    ("text", "rules", "first"),
    [
        ("What is the dose of apixaban?", (), "anticoagulation"),
        ("How is type 2 diabetes treated?", (), "diabetes"),
        ("Which statin is safe?", (), "heart"),
        ("Can I take it while pregnant?", (), "pregnancy"),
        ("What is the dose of apixaban?", ("interaction/x",), "medicines-safety"),
        ("What is the dose of apixaban?", ("pregnancy/x",), "pregnancy"),
    ],
)
def test_a_question_finds_its_topic(text: str, rules: tuple[str, ...], first: str) -> None:
    assert FOUND.of(text, rules)[0] == first


def test_what_belongs_to_nothing_has_no_topic() -> None:
    assert FOUND.of("What is the capital of Examplia?") == ()
    assert GENERAL in TOPICS


def test_the_last_owner_of_a_topic_is_shown_with_its_tasks(store: Store) -> None:
    queue, owners = StoredReviews(store, CLOCK), StoredOwners(store, CLOCK, TOPICS)
    queue.put("t1", topic="heart")
    assert queue.waiting()[0].owner is None
    assert owners.all() == ()
    owners.set("heart", "A. Examplo")
    owners.set("pain", "C. Sample")
    owners.set("heart", "B. Muster")
    assert [(each.topic, each.name) for each in owners.all()] == [
        ("heart", "B. Muster"),
        ("pain", "C. Sample"),
    ]
    assert queue.waiting()[0].owner == "B. Muster"
    with pytest.raises(NotFound, match="heart"):
        owners.set("hart", "A. Examplo")


def test_a_sample_is_the_same_everywhere_and_of_the_share_wanted(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "key", makes=True)
    traces = [f"{number:032x}" for number in range(4000)]
    drawn = [each for each in traces if KeyedSample(0.1, keys).drawn(each)]
    assert 320 < len(drawn) < 480  # 400 expected, four standard deviations to either side
    again = KeyFile(tmp_path / "key")
    assert [each for each in traces if KeyedSample(0.1, again).drawn(each)] == drawn
    other = KeyFile(tmp_path / "other", makes=True)
    assert [each for each in traces if KeyedSample(0.1, other).drawn(each)] != drawn
    assert all(KeyedSample(1.0, keys).drawn(each) for each in traces)


def test_no_sample_needs_no_key(tmp_path: Path) -> None:
    assert not KeyedSample(0.0, KeyFile(tmp_path / "none")).drawn("t1")


def test_texts_lie_sealed_and_without_identifiers_and_are_gone_in_time(tmp_path: Path) -> None:
    site = Site(tmp_path, None)
    store = site.store()
    queue = StoredReviews(store, CLOCK, redact=lambda text: text.replace("Mrs Muster", "[NAME]"))
    texts = Texts(question="May Mrs Muster take quetzalol?", outcome="Xolotl says so.")
    task = queue.put("t1", texts=texts).id
    file = queue.claim(task, "A. Examplo")
    assert file.texts is not None
    assert file.texts.question == "May [NAME] take quetzalol?"
    right = Correction(prompt="May Mrs Muster take it?", expected="abstain", says="Mrs Muster no")
    queue.correct(task, "A. Examplo", right, "said Mrs Muster")
    kept = queue.show(task)
    assert kept.correction is not None
    assert "Muster" not in kept.model_dump_json()
    store.close()
    raw = b"".join(each.read_bytes() for each in tmp_path.glob(f"{NAME}*"))
    for word in (b"quetzalol", b"Xolotl", b"Muster", b"[NAME]"):
        assert word not in raw


def test_a_task_of_before_is_open_blocked_and_general(site: Site) -> None:
    store = site.store()
    store.migrate("0004")
    site.run("INSERT INTO reviews (trace_id, rules, at) VALUES"
             " ('t1', 'a/b', '2026-03-01T12:00:00+00:00')")  # fmt: skip
    (task,) = StoredReviews(site.store(), CLOCK).waiting()
    assert (task.causes, task.topic, task.rules) == ((Cause.BLOCKED,), GENERAL, ("a/b",))
    StoredReviews(store, CLOCK).claim(task.id, "A. Examplo")
    assert StoredReviews(store, CLOCK).approve(task.id, "A. Examplo", "fine").by == "A. Examplo"


def test_going_back_loses_what_was_decided_and_keeps_what_waits(site: Site) -> None:
    store = site.store()
    queue = StoredReviews(store, CLOCK)
    for trace in ("t1", "t2"):
        queue.claim(queue.put(trace).id, "A. Examplo")
    queue.approve(1, "A. Examplo")
    store.migrate("0004")
    assert site.rows("SELECT trace_id FROM reviews") == [("t2",)]
    store.migrate()
    assert [each.trace_id for each in queue.waiting()] == ["t2"]
