"""The hazard log names checks that there are, and every check that there is."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from app.cli import app
from app.compose import build_parts
from app.settings import Settings
from eval.registry import suites

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "deploy" / "safety-case"
LOG: Final[dict[str, Any]] = tomllib.loads((FOLDER / "hazard-log.toml").read_text("utf-8"))
HAZARDS: Final[list[dict[str, Any]]] = LOG["hazard"]
OURS: Final = {"id", "hazard", "causes", "effect", "proposed_severity", "checks", "controls",
               "shown_by"}  # fmt: skip
SITE: Final = {"severity", "likelihood", "risk", "acceptable", "owner", "reviewed", "ours"}


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names that the product in service has."""
    parts = build_parts(Settings(home=tmp_path_factory.mktemp("home")))
    try:
        safety = parts.safety
        kinds = (
            safety.screens,
            safety.question_checks,
            safety.person_checks,
            safety.claim_checks,
            safety.quote_checks,
            safety.record_checks,
            safety.answer_checks,
            parts.verifiers,
        )
        return {str(each.name) for kind in kinds for each in kind}
    finally:
        parts.close()


def test_every_check_that_a_hazard_names_exists(checks: set[str]) -> None:
    named = {(hazard["id"], name) for hazard in HAZARDS for name in hazard["checks"]}
    assert [(id_, name) for id_, name in named if name not in checks] == []


def test_every_check_is_against_some_hazard(checks: set[str]) -> None:
    named = {name for hazard in HAZARDS for name in hazard["checks"]}
    assert len(checks) > 15
    assert checks - named == set()


def test_every_hazard_is_whole_and_left_for_the_site_to_judge() -> None:
    ids = [hazard["id"] for hazard in HAZARDS]
    assert len(ids) == len(set(ids))
    for hazard in HAZARDS:
        assert set(hazard) == OURS | SITE, hazard["id"]
        assert hazard["causes"], hazard["id"]
        assert hazard["checks"] or hazard["controls"], hazard["id"]
        assert [hazard[name] for name in SITE if hazard[name]] == [], hazard["id"]


def test_every_control_and_suite_is_there() -> None:
    commands = set(_commands(typer.main.get_command(app), "citewell"))
    for hazard in HAZARDS:
        for control in hazard["controls"]:
            assert control in commands or (ROOT / control).is_file(), (hazard["id"], control)
        assert set(hazard["shown_by"]) <= set(suites()), hazard["id"]


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.md")), ids=lambda file: file.name)
def test_every_command_and_page_that_is_named_is_there(file: Path) -> None:
    text = file.read_text("utf-8")
    commands = set(_commands(typer.main.get_command(app), "citewell"))
    for written in re.findall(r"`(citewell [a-z-]+(?: [a-z-]+)?)", text):
        first, _, rest = written.partition(" ")
        head = f"{first} {rest.partition(' ')[0]}"
        assert written in commands or head in commands or head == "citewell eval", written
    for page in re.findall(r"\]\(([^)#]+)\)", text):
        assert (file.parent / page).is_file(), page


def _commands(command: Any, name: str) -> Iterator[str]:
    yield name
    for each, child in getattr(command, "commands", {}).items():
        yield from _commands(child, f"{name} {each}")
