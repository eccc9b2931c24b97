"""Writes the table of rules in deploy/safety.md anew: `python deploy/rules_table.py`.

Counts by group, sourced and from memory. Who signed a rule off is a site's own record
(`citewell rules list`); as shipped, nobody has.
"""

from collections import Counter
from pathlib import Path
from typing import Final

from app.domain.safety import Provenance
from app.safety.register import registered

PAGE: Final = Path(__file__).parent / "safety.md"
BEGIN, END = "<!-- rules -->", "<!-- end of rules -->"


def table() -> str:
    """The table in Markdown, the sum in its last line."""
    rules = Counter(rule.group for rule in registered())
    sourced = Counter(rule.group for rule in registered() if rule.provenance is Provenance.SOURCED)
    lines = (
        "| group | rules | sourced | from memory | reviewed as shipped |",
        "|---|---|---|---|---|",
        *(_line(group, rules[group], sourced[group]) for group in sorted(rules)),
        _line("all", rules.total(), sourced.total()),
    )
    return "\n".join(lines)


def written(page: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def _line(group: str, rules: int, sourced: int) -> str:
    return f"| {group} | {rules} | {sourced} | {rules - sourced} | 0 |"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
