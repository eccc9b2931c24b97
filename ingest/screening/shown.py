"""The review as a person or a program is shown it."""

from collections import Counter

from rich.console import Console
from rich.text import Text

from app.domain.frozen import Frozen
from ingest.review import SHOWN, Decision, Quarantined, Review


class Listing(Frozen):
    """What waits for a decision, what was decided just now, and every decision ever made."""

    pending: tuple[Quarantined, ...]
    made: tuple[Decision, ...]
    decided: tuple[Decision, ...]


def listing(review: Review, made: tuple[Decision, ...]) -> Listing:
    """How the review stands after the decisions `made`."""
    return Listing(pending=review.pending(), made=made, decided=review.decided())


def render(shown: Listing, console: Console) -> None:
    """The decisions made, then a few lines for each document that waits."""
    for one in shown.made:
        then = "; it is taken in at the next run" if one.standing == "admitted" else ""
        console.print(Text(f"{one.id[:SHOWN]}  {one.standing}  {one.origin}{then}"), soft_wrap=True)
    if not shown.pending:
        console.print(Text("No document waits for a decision."))
    for waits in shown.pending:
        console.print(Text(f"{waits.id[:SHOWN]}  {waits.origin}", style="bold"), soft_wrap=True)
        console.print(
            Text(f"    {waits.says} {waits.rule}, {waits.where}: {waits.quote!r}"), soft_wrap=True
        )
        console.print(
            Text(f"    {waits.place}, found {waits.found:%Y-%m-%d %H:%M} UTC"), soft_wrap=True
        )
    if shown.pending:
        console.print(Text("Look at each, then: citewell ingest --admit ID, or --reject ID."))
    counts = Counter({one.id: one.standing for one in shown.decided}.values())
    if counts:
        told = ", ".join(f"{count} {standing}" for standing, count in sorted(counts.items()))
        console.print(Text(f"Decided so far: {told}; --json lists every decision."))
