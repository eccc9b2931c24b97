"""`citewell drugs`, from the command line."""

import json
from pathlib import Path

import pytest

from tests.app.terms.releases import made
from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]


def test_a_name_is_shown_with_its_other_names_and_classes(citewell: CommandLine) -> None:
    ran = citewell("drugs", "show", "paracetamol")
    assert ran.code == 0
    assert ran.out.startswith("paracetamol: ingredient, acetaminophen\n")
    assert "panadol" in ran.out
    told = json.loads(citewell("drugs", "show", "co-codamol", "--json").out)
    assert [one["name"] for one in told["candidates"][0]["ingredients"]] == [
        "acetaminophen",
        "codeine",
    ]
    assert "opioid" in told["candidates"][0]["ingredients"][1]["classes"]
    assert told["release"] is None


def test_a_class_is_shown_with_its_members_and_the_question_back(citewell: CommandLine) -> None:
    ran = citewell("drugs", "show", "blood thinner")
    assert ran.code == 0
    assert "Which blood thinner: warfarin, " in ran.out
    assert "members: warfarin, " in ran.out


def test_what_nothing_is_known_of_is_one_line_and_exit_1(citewell: CommandLine) -> None:
    ran = citewell("drugs", "show", "foo\x1b[31m")
    assert ran.code == 1
    assert ran.out == ""
    assert "No medicine and no class is known as" in ran.err
    assert "\x1b" not in ran.err


def test_a_release_is_loaded_and_told(citewell: CommandLine, tmp_path: Path) -> None:
    folder = made.rxnorm(tmp_path / "rrf")
    assert citewell("drugs", "show", "Examplo Forte").code == 1
    ran = citewell("drugs", "load", str(folder))
    assert ran.code == 0, ran.err
    assert "names of rxnorm 26AA_made_up are in" in ran.out
    shown = citewell("drugs", "show", "Examplo Forte")
    assert "examplozine" in shown.out
    assert "with the names of rxnorm 26AA_made_up" in shown.out
    told = json.loads(citewell("drugs", "load", str(made.dmd(tmp_path / "dmd")), "--json").out)
    assert (told["source"], told["notes"]) == ("dmd", [])


def test_a_release_that_is_none_is_refused_in_one_line(
    citewell: CommandLine, tmp_path: Path
) -> None:
    ran = citewell("drugs", "load", str(tmp_path))
    assert ran.code == 2
    assert ran.err.startswith("citewell: ")
    assert "neither RXNCONSO.RRF" in ran.err


@pytest.mark.parametrize("command", [(), ("load",), ("show",)])
def test_help_tells_what_to_write(citewell: CommandLine, command: tuple[str, ...]) -> None:
    ran = citewell("drugs", *command, "--help")
    assert ran.code == 0
    assert "release" in ran.out or "class" in ran.out
    if not command:
        assert "citewell drugs load RxNorm_full" in ran.out
