from pathlib import Path

import pytest

from app.domain.errors import ConfigurationError
from app.settings import read_settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CITEWELL_HOME", raising=False)
    return tmp_path


def test_the_environment_outranks_the_file_and_the_file_the_default(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "citewell.toml").write_text('fusion = "rrf"\nport = 9001\n')
    monkeypatch.setenv("CITEWELL_PORT", "9002")
    settings = read_settings()
    assert (settings.fusion, settings.port, settings.reranker) == ("rrf", 9002, "none")


def test_what_is_given_outranks_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_PORT", "9002")
    assert read_settings(port=9003).port == 9003


@pytest.mark.parametrize("written", ["colour = 1", "port = 0", 'fusion = "magic"', "port = ="])
def test_a_setting_that_cannot_work_is_refused_with_its_name(elsewhere: Path, written: str) -> None:
    (elsewhere / "citewell.toml").write_text(written)
    with pytest.raises(ConfigurationError, match=r"CITEWELL_|citewell\.toml"):
        read_settings()


def test_a_configuration_file_that_is_not_there_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CITEWELL_CONFIG", "nowhere.toml")
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml"):
        read_settings()


def test_the_fingerprint_changes_with_what_changes_answers_only() -> None:
    assert read_settings(port=1).fingerprint == read_settings(port=2).fingerprint
    assert read_settings(evidence=3).fingerprint != read_settings(evidence=4).fingerprint


def test_where_the_index_lives_changes_no_answer_unless_it_is_in_parts() -> None:
    embedded = read_settings()
    moved = read_settings(index="server", qdrant_url="http://q:6333", qdrant_api_key="hunter2")
    assert moved.fingerprint == embedded.fingerprint
    parts = read_settings(index="server", qdrant_shards=2)
    assert parts.fingerprint != embedded.fingerprint
    assert "hunter2" not in repr(moved)


def test_the_token_is_never_printed() -> None:
    assert "hunter2" not in repr(read_settings(token="hunter2"))


def test_hosts_are_listed_with_commas_and_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_settings(generator="remote")
    monkeypatch.setenv("CITEWELL_REMOTE_HOSTS", "llm.ward.local, 10.0.0.7")
    after = read_settings(generator="remote")
    assert after.remote_hosts == ("llm.ward.local", "10.0.0.7")
    assert after.fingerprint == before.fingerprint


def test_the_model_that_drafts_is_part_of_the_fingerprint_where_there_is_one() -> None:
    assert read_settings(remote_model="a").fingerprint == read_settings().fingerprint
    one, other = (read_settings(generator="remote", remote_model=name) for name in "ab")
    assert len({one.fingerprint, other.fingerprint, read_settings().fingerprint}) == 3


def test_error_rates_are_shares_and_never_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_ABSTAIN_ERROR", "0.3")
    monkeypatch.setenv("CITEWELL_REVIEW_ERROR", "never")
    settings = read_settings()
    assert (settings.abstain_error, settings.review_error) == (0.3, None)
    for wrong in ("0", "1", "-0.1", "nan", "often", ""):
        monkeypatch.setenv("CITEWELL_ABSTAIN_ERROR", wrong)
        with pytest.raises(ConfigurationError, match="CITEWELL_ABSTAIN_ERROR"):
            read_settings()


def test_old_is_a_number_of_years_or_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_OLD_AFTER_YEARS", "never")
    assert read_settings().old_after_years is None
    monkeypatch.setenv("CITEWELL_OLD_AFTER_YEARS", "2.5")
    assert read_settings().old_after_years == 2.5
    for wrong in ("0", "-1", "nan", "often", ""):
        monkeypatch.setenv("CITEWELL_OLD_AFTER_YEARS", wrong)
        with pytest.raises(ConfigurationError, match="CITEWELL_OLD_AFTER_YEARS"):
            read_settings()


def test_a_fitted_confidence_holds_for_one_way_to_search_and_judge() -> None:
    default = read_settings().arrangement
    for changed in (
        {"fusion": "rrf"},
        {"leg_depth": 50},
        {"evidence": 4},
        {"nli": "a-model"},
        {"reranker": "late-interaction"},
    ):
        assert read_settings(**changed).arrangement != default
    assert read_settings(rerank_depth=10).arrangement == default
    reranked = [read_settings(reranker="late-interaction", rerank_depth=n) for n in (10, 20)]
    assert reranked[0].arrangement != reranked[1].arrangement


@pytest.mark.parametrize("given", ["Utopia", "gb", "G1"])
def test_a_jurisdiction_that_is_no_country_code_is_told_what_to_write(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("CITEWELL_JURISDICTION", given)
    with pytest.raises(ConfigurationError, match="two capital letters of ISO 3166-1, such as GB"):
        read_settings()


def test_a_sites_own_confidence_counts_by_what_it_holds_not_by_where_it_lies(
    tmp_path: Path,
) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_text("1")
    other.write_text("1")
    there = read_settings(confidence_model=one).fingerprint
    assert there == read_settings(confidence_model=other).fingerprint
    assert there != read_settings().fingerprint
    other.write_text("2")
    assert there != read_settings(confidence_model=other).fingerprint


@pytest.mark.parametrize(
    "written", ["citewell.example", "javascript:alert(1)", "https://a b", "https://x/?q=1", ""]
)
def test_an_address_that_no_browser_could_follow_is_refused(written: str) -> None:
    with pytest.raises(ConfigurationError, match="base_url"):
        read_settings(base_url=written)


def test_the_address_of_links_ends_without_a_stroke_and_changes_no_answer() -> None:
    set_up = read_settings(base_url="https://citewell.example/ward/", cds_open_discovery=True)
    assert set_up.base_url == "https://citewell.example/ward"
    assert set_up.fingerprint == read_settings().fingerprint


@pytest.mark.parametrize(("given", "meant"), [("never", None), ("3650", 3650), ("1", 1)])
def test_days_of_keeping_are_a_number_or_never(
    monkeypatch: pytest.MonkeyPatch, given: str, meant: int | None
) -> None:
    monkeypatch.setenv("CITEWELL_OVERRIDE_REASON_DAYS", given)
    monkeypatch.setenv("CITEWELL_ADVERSE_EVENT_DAYS", given)
    settings = read_settings()
    assert (settings.override_reason_days, settings.adverse_event_days) == (meant, meant)
    monkeypatch.setenv("CITEWELL_RETENTION", "false")
    monkeypatch.setenv("CITEWELL_FEEDBACK_DAYS", "7")
    assert read_settings().fingerprint == settings.fingerprint


@pytest.mark.parametrize("given", ["0", "-1", "soon", ""])
def test_days_that_are_none_are_told(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CITEWELL_OVERRIDE_REASON_DAYS", given)
    with pytest.raises(ConfigurationError, match="CITEWELL_OVERRIDE_REASON_DAYS"):
        read_settings()
