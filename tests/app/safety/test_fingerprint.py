"""The fingerprint of the rules changes with all that they go by, not with rule files alone."""

from pathlib import Path

import pytest

from app.safety import rulebook


@pytest.mark.parametrize(
    "changed", ["rules/a.toml", "numbers/crisis.toml", "words/deep/b.txt", "rules/new.toml"]
)
def test_any_file_of_data_counts(
    changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("rules/a.toml", "numbers/crisis.toml", "words/deep/b.txt", "program.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    monkeypatch.setattr(rulebook, "files", lambda _: tmp_path)
    before = rulebook.fingerprint()
    (tmp_path / "program.py").write_text("2", encoding="utf-8")
    assert rulebook.fingerprint() == before
    (tmp_path / changed).write_text("2", encoding="utf-8")
    assert rulebook.fingerprint() != before


def test_it_is_the_same_each_time() -> None:
    assert rulebook.fingerprint() == rulebook.fingerprint()


def test_a_loaded_release_of_drug_names_counts() -> None:
    assert rulebook.fingerprint("a release") != rulebook.fingerprint()
