"""`citewell reviews` and `citewell owners`."""

import json
from contextlib import closing
from pathlib import Path

from app.compose_governance import governance_store
from app.compose_people import review_queue
from app.domain.confidence import MadeWith, Measured
from app.domain.reviewing import Cause, Texts
from app.grounding.fitted_model import read_confidence
from app.grounding.support import After, Before
from app.settings import Settings
from eval.fitting.verdicts import RIGHT
from eval.prompts import read_prompts
from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]

BY = ("--by", "A. Examplo, pharmacist")
TEXTS = Texts(question="What dose of examplol?", outcome="5 mg.")


def listed(home: Path, *traces: str, texts: Texts | None = None) -> None:
    settings = Settings(home=home)
    with closing(governance_store(settings)) as store:
        for trace in traces:
            causes = (Cause.WITHHELD,)
            review_queue(settings, store).put(trace, causes=causes, topic="heart", texts=texts)


def test_without_records_nothing_waits_and_nothing_is_made(
    citewell: CommandLine, tmp_path: Path
) -> None:
    assert json.loads(citewell("reviews", "list", "--json").out) == {"tasks": 0, "by_task": []}
    assert "Nothing waits" in citewell("reviews", "list").out
    ran = citewell("reviews", "claim", "1", *BY)
    assert ran.code == 1
    assert "citewell reviews list" in ran.err
    assert citewell("rules", "reviews").code == 2


def test_a_task_is_claimed_decided_and_on_record(citewell: CommandLine, tmp_path: Path) -> None:
    listed(tmp_path, "1" * 32, "2" * 32)
    assert citewell("owners", "set", "heart", "B. Muster, cardiologist").code == 0
    told = json.loads(citewell("reviews", "list", "--json").out)
    assert [each["owner"] for each in told["by_task"]] == ["B. Muster, cardiologist"] * 2
    owned = citewell("reviews", "list", "--owner", "B. Muster, cardiologist", "--json")
    assert json.loads(owned.out)["tasks"] == 2
    assert json.loads(citewell("reviews", "list", "--topic", "pain", "--json").out)["tasks"] == 0
    held = json.loads(citewell("reviews", "claim", "1", *BY, "--json").out)
    assert held["task"]["by"] == BY[1]
    ran = citewell("reviews", "claim", "1", "--by", "Somebody else")
    assert ran.code == 1
    assert "holds task 1" in ran.err
    assert citewell("reviews", "approve", "1", *BY).code == 0
    assert citewell("reviews", "claim", "2", *BY).code == 0
    assert citewell("reviews", "release", "2", *BY).code == 0
    told = json.loads(citewell("reviews", "list", "--state", "approved", "--json").out)
    assert [each["id"] for each in told["by_task"]] == [1]
    audited = json.loads(citewell("audit", "list", "--kind", "review", "--json").out)
    assert [each["entry"]["action"] for each in audited] == [
        "released", "claimed", "approved", "claimed",
    ]  # fmt: skip
    assert {each["entry"]["actor"] for each in audited} == {"A.+Examplo,+pharmacist"}
    assert citewell("audit", "verify").code == 0


def test_corrections_become_a_set_that_the_suite_reads(
    citewell: CommandLine, tmp_path: Path
) -> None:
    listed(tmp_path, "1" * 32)
    listed(tmp_path, "2" * 32, texts=TEXTS)
    for task in ("1", "2"):
        citewell("reviews", "claim", task, *BY)
    correct = ("reviews", "correct", "1", *BY, "--expected", "refer")
    assert citewell(*correct).code == 2
    assert citewell(*correct, "--question", "Somebody is not breathing.").code == 0
    assert citewell("reviews", "approve", "2", *BY).code == 0
    assert "Should have been: refer" in citewell("reviews", "show", "1").out
    assert "5 mg." in citewell("reviews", "show", "2").out
    file = tmp_path / "set.jsonl"
    assert citewell("reviews", "export", str(file)).code == 0
    assert file.stat().st_mode & 0o077 == 0
    found = [
        (each.prompt, each.expected.value, each.category) for each in read_prompts(file).prompts
    ]
    assert found == [
        ("Somebody is not breathing.", "refer", "review/heart"),
        ("What dose of examplol?", "answer", "review/heart"),
    ]
    assert citewell("reviews", "export", "-").out == file.read_text()


def test_who_reviews_cannot_repaint_the_terminal(citewell: CommandLine, tmp_path: Path) -> None:
    listed(tmp_path, "1" * 32)
    ran = citewell("reviews", "claim", "1", "--by", "A. Ex\x1b[2Jamplo")
    assert ran.code == 0
    assert "\x1b" not in ran.out
    assert citewell("reviews", "claim", "1", "--by", " ").code == 2


def test_a_topic_that_is_none_is_refused(citewell: CommandLine) -> None:
    ran = citewell("owners", "set", "hart", "B. Muster")
    assert ran.code == 1
    assert "heart" in ran.err
    told = json.loads(citewell("owners", "list", "--json").out)
    assert told["owned"] == 0
    assert "general" in {each["topic"] for each in told["by_topic"]}


def test_verdicts_are_exported_without_a_word_and_fit_a_confidence(
    citewell: CommandLine, tmp_path: Path
) -> None:
    packaged = read_confidence()
    made_with = MadeWith(**{name: getattr(packaged, name) for name in MadeWith.model_fields})
    with closing(governance_store(Settings(home=tmp_path))) as store:
        queue = review_queue(Settings(home=tmp_path), store)
        for number in range(60):
            support = number / 60
            measured = Measured(
                found=dict.fromkeys(Before._fields, support),
                judged=dict.fromkeys(After._fields, support),
                made_with=made_with,
                stated=0.9,
            )
            task = queue.put(f"{number:032x}", causes=(Cause.SAMPLE,), measured=measured)
            queue.claim(task.id, BY[1])
            if number % 3 or number > 40:
                queue.approve(task.id, BY[1])
            else:
                queue.reject(task.id, BY[1], "for adults only, says examplol")
    file, run = tmp_path / "verdicts.jsonl", tmp_path / "run"
    assert citewell("reviews", "export", str(file), "--measures").code == 0
    assert "examplol" not in file.read_text()
    wanted = ("eval", "run", "confidence", "--set", f"reviews={file}", "--out", str(run))
    few = citewell(*wanted)
    assert few.code == 1
    assert "46 answers were approved and 14 were not" in few.err
    lines = file.read_text().splitlines()
    again = [line.replace('"review-', f'"review-{n}') for n in (1, 2) for line in lines]
    file.write_text("\n".join(again) + "\n")
    told = json.loads(citewell(*wanted, "--json").out)
    assert told["answers"] == 120
    assert told["brier_gain"] > 0
    assert told["was_brier"] > told["brier"]
    assert read_confidence(run / "confidence.json").right == RIGHT
    assert settings_with(run / "confidence.json") != settings_with(None)


def settings_with(model: Path | None) -> str:
    return Settings(confidence_model=model).fingerprint
