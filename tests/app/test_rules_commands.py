"""`citewell rules`: what a clinical owner reads and signs."""

import json

import pytest

from tests.app.test_cli import CommandLine, citewell

__all__ = ["citewell"]


def test_without_records_nothing_is_signed(citewell: CommandLine) -> None:
    told = json.loads(citewell("rules", "list", "--json").out)
    assert told["signed_off"] == 0
    assert told["rules"] == sum(group["rules"] for group in told["by_group"].values())
    assert json.loads(citewell("rules", "overrides", "--json").out) == {
        "overrides": 0,
        "by_override": [],
    }


def test_what_is_not_there_is_said_with_what_there_is(citewell: CommandLine) -> None:
    ran = citewell("rules", "show", "no/such-rule")
    assert ran.code == 1
    assert "citewell rules list --each" in ran.err
    ran = citewell("rules", "sign-off", "no-such-group", "--by", "A. Examplo")
    assert ran.code == 1
    assert "Groups:" in ran.err


@pytest.mark.parametrize("rule", ["library/renal-metformin", "boxed-warning/label", "language/de"])
def test_what_stands_for_words_of_the_library_is_told_as_that(
    rule: str, citewell: CommandLine
) -> None:
    ran = citewell("rules", "show", rule)
    assert ran.code == 1
    assert "words of your library" in ran.err


def test_who_signs_cannot_repaint_the_terminal(citewell: CommandLine) -> None:
    ran = citewell("rules", "sign-off", "renal/metformin", "--by", " A. Ex\x1b[2Jamplo ")
    assert ran.code == 0
    assert "\x1b" not in ran.out


def test_every_rule_that_help_and_documents_name_is_there(citewell: CommandLine) -> None:
    assert citewell("rules", "show", "pregnancy/tetracyclines").code == 0
    assert citewell("rules", "show", "renal/metformin").code == 0


def test_a_rule_tells_of_whom_it_only_warns(citewell: CommandLine) -> None:
    shown = citewell("rules", "show", "interaction/ssri-pimozide").out
    assert "fluvoxamine" in shown.partition("Warns:")[2].partition("\n")[0]
    shown = citewell("rules", "show", "interaction/duloxetine-fluvoxamine").out
    assert "no more than a warning" in shown
    assert "Warns:" not in citewell("rules", "show", "renal/metformin").out


def test_an_override_needs_who_and_why(citewell: CommandLine) -> None:
    ran = citewell("ask", "May I?", "--override", "a/b")
    assert ran.code == 2
    assert "--because" in ran.err
    assert citewell("ask", "May I?", "--by", "Dr A. Examplo").code == 2
    assert citewell("ask", "May I?", "--country", "Britain").code == 2
