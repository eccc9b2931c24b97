"""`citewell reviews`: answers that wait for a person, and what became of them."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.console import streams

if TYPE_CHECKING:
    from app.domain.reviewing import ReviewTask
    from app.settings import Settings

_EXAMPLES = """
Examples:

    citewell reviews list --topic anticoagulation

    citewell reviews claim 12 --by "A. Examplo, pharmacist"

    citewell reviews approve 12 --by "A. Examplo, pharmacist"

    citewell reviews correct 12 --by "A. Examplo, pharmacist" --expected abstain \\
        --question "May examplol be given with samplol?" --because "the label is silent"

    citewell reviews reject 12 --by "A. Examplo, pharmacist" --because "for adults only"

    citewell reviews export corrections.jsonl

    citewell reviews export verdicts.jsonl --measures

Who is assigned what: citewell owners. What is kept of an answer: deploy/governance.md.
"""

commands = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"Answers that wait for a person.\n{_EXAMPLES}",
)

AsJson = Annotated[
    bool, typer.Option("--json", help="One JSON document on standard output, nothing else there.")
]
Task = Annotated[int, typer.Argument(min=1, help="The number of the task.")]
By = Annotated[str, typer.Option(help="Who reviews; goes on record.")]
Note = Annotated[str, typer.Option("--because", help="Why; kept sealed. No patient's words.")]


@commands.command("list")
def list_tasks(
    state: Annotated[
        Literal["waiting", "open", "claimed", "approved", "corrected", "rejected", "all"],
        typer.Option(help="Waiting is open or claimed."),
    ] = "waiting",
    topic: Annotated[str | None, typer.Option(help="Of this topic alone.")] = None,
    owner: Annotated[str | None, typer.Option(help="Of this person's topics alone.")] = None,
    last: Annotated[int, typer.Option("-n", "--last", min=1, help="At most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """What waits, oldest first; what was decided, newest first."""
    from app.console import reviewing
    from app.domain.reviewing import State

    with reviewing.opened(_settings()) as queue:
        if state == "waiting":
            found = [each for each in queue.waiting() if topic in (None, each.topic)]
        else:
            wanted = None if state == "all" else State(state)
            found = list(queue.list(state=wanted, topic=topic, most=last))
    found = [each for each in found if owner in (None, each.owner)][:last]
    if as_json:
        told = {"tasks": len(found), "by_task": [each.model_dump(mode="json") for each in found]}
        typer.echo(json.dumps(told))
    else:
        reviewing.show_tasks(found, streams.console())


@commands.command("show")
def show(task: Task, as_json: AsJson = False) -> None:
    """One task with all that is kept of its answer."""
    from app.console import reviewing

    with reviewing.opened(_settings()) as queue:
        reviewing.show_file(queue.show(task), streams.console(), as_json=as_json)


@commands.command("claim")
def claim(task: Task, by: By, as_json: AsJson = False) -> None:
    """Hold a task for a while, so that nobody else works on it; again for longer."""
    from app.console import reviewing

    with reviewing.opened(_settings()) as queue:
        file = queue.claim(task, reviewing.person(by))
    reviewing.show_file(file, streams.console(), as_json=as_json)


@commands.command("release")
def release(task: Task, by: By, as_json: AsJson = False) -> None:
    """Let a task go undecided."""
    from app.console import reviewing

    with reviewing.opened(_settings()) as queue:
        _told(queue.release(task, reviewing.person(by)), as_json=as_json)


@commands.command("approve")
def approve(task: Task, by: By, because: Note = "", as_json: AsJson = False) -> None:
    """The answer was right."""
    from app.console import reviewing

    with reviewing.opened(_settings(), writes=True) as queue:
        _told(queue.approve(task, reviewing.person(by), because), as_json=as_json)


@commands.command("correct")
def correct(
    task: Task,
    by: By,
    expected: Annotated[
        Literal["answer", "abstain", "refer"], typer.Option(help="What should have come of it.")
    ],
    question: Annotated[
        str | None,
        typer.Option(help="In words without a patient's; needed where it was not kept."),
    ] = None,
    says: Annotated[str | None, typer.Option(help="What a right answer says.")] = None,
    document: Annotated[
        list[str] | None,
        typer.Option(help="A document that a right answer cites; may be repeated."),
    ] = None,
    because: Note = "",
    as_json: AsJson = False,
) -> None:
    """It should have been another; what is right becomes a line of an evaluation set."""
    from app.console import reviewing

    with reviewing.opened(_settings(), writes=True) as queue:
        right = reviewing.correction(queue.show(task), expected, question, says, document or ())
        _told(queue.correct(task, reviewing.person(by), right, because), as_json=as_json)


@commands.command("reject")
def reject(task: Task, by: By, because: Note, as_json: AsJson = False) -> None:
    """It was wrong, and what is right is not said."""
    from app.console import reviewing

    with reviewing.opened(_settings(), writes=True) as queue:
        _told(queue.reject(task, reviewing.person(by), because), as_json=as_json)


@commands.command("export")
def export(
    file: Annotated[str, typer.Argument(help="JSON lines are written here; - is standard output.")],
    measures: Annotated[
        bool,
        typer.Option(
            "--measures",
            help="In place of words the verdict on every decided answer and what was measured of "
            "it, for `citewell eval run confidence --set reviews=FILE`.",
        ),
    ] = False,
) -> None:
    """Corrections, and approved answers whose words are kept, as a set for `citewell eval run
    safety --data FILE`; or verdicts without a word, to fit a confidence on."""
    from app.console import reviewing

    with reviewing.opened(_settings()) as queue:
        if measures:
            lines = [each.model_dump_json() for each in queue.verdicts()]
        else:
            lines = [json.dumps(each, ensure_ascii=False) for each in reviewing.exported(queue)]
    text = "".join(f"{line}\n" for line in lines)
    if file == "-":
        sys.stdout.write(text)
        return
    reviewing.write(Path(file), text)
    streams.note(f"{len(lines)} line{'s' * (len(lines) != 1)} in {file}.")


@commands.command("forget")
def forget() -> None:
    """Take out the words of answers whose time is over; the service does it once a day, too."""
    from app.answering.retaining import Retention
    from app.clock import SystemClock
    from app.console.recorded import recording, whoever
    from app.governance.retention.review_words import ReviewTexts

    with recording(_settings()) as (store, recorder):
        texts = Retention((ReviewTexts(store),), (), recorder, SystemClock())
        (done,) = texts.forget(whoever(None))
    typer.echo(f"Words taken out of {done.count} tasks.")


def _settings() -> "Settings":
    from app.settings import read_settings

    return read_settings()


def _told(task: "ReviewTask", *, as_json: bool) -> None:
    typer.echo(task.model_dump_json() if as_json else f"Task {task.id}: {task.state.value}.")
