"""The page on safety counts the rules that are there."""

from deploy.rules_table import PAGE, written


def test_the_table_of_rules_is_that_of_the_rules() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert written(page) == page, "run python deploy/rules_table.py"
