"""The queue of reviews as the command line opens and shows it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.answering.recorder import Recorder
from app.answering.recording_people import AuditedReviews
from app.compose_governance import audit_log, governance_store
from app.compose_people import review_queue
from app.console.words import printable
from app.domain.errors import ConfigurationError
from app.domain.governance import Person
from app.domain.ports.reviewing import ReviewQueue
from app.domain.reviewing import Cause, Correction, ReviewFile, ReviewTask
from app.settings import Settings


@contextmanager
def opened(settings: Settings, *, writes: bool = False) -> Iterator[ReviewQueue]:
    """The queue, with all that is done on record.

    Args:
        writes: words are written, from which identifiers must be taken out.
    """
    finder = None
    if writes:
        from app.compose_identifiers import identifier_finder

        finder = identifier_finder(settings)
    with closing(governance_store(settings)) as store, closing(audit_log(settings, store)) as log:
        queue = review_queue(settings, store, finder)
        yield AuditedReviews(queue, Recorder(log, required=settings.audit_required))


def person(name: str) -> str:
    """Raises ConfigurationError: it is no name."""
    try:
        return TypeAdapter(Person).validate_python(name)
    except ValidationError:
        raise ConfigurationError("--by is a name of 2 to 200 characters.") from None


def correction(
    file: ReviewFile,
    expected: str,
    question: str | None,
    says: str | None,
    documents: Sequence[str],
) -> Correction:
    """Raises ConfigurationError: the question was not kept, and is not given."""
    texts = file.texts
    prompt = question if question is not None else (texts and texts.question)
    if not prompt:
        raise ConfigurationError(
            "The question was not kept: write it with --question, in words without a patient's."
        )
    given = {
        "prompt": prompt,
        "expected": expected,
        "says": says,
        "documents": tuple(documents),
        **({"audience": texts.audience} if texts else {}),
    }
    try:
        return Correction.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigurationError(f"{first['loc'][0]}: {first['msg']}.") from None


def exported(queue: ReviewQueue) -> Iterator[dict[str, object]]:
    """Lines of the suite `safety`; it ignores the fields behind `audience`."""
    for file in queue.corrections():
        right = file.correction
        if right is None:
            continue
        line: dict[str, object] = {
            "id": f"review-{file.task.id}",
            "prompt": right.prompt,
            "expected": right.expected,
            "category": f"review/{file.task.topic}",
            "audience": right.audience.value,
            "right": file.task.state.value == "approved",
            "rules": list(file.task.rules),
        }
        if right.says is not None:
            line["says"] = right.says
        if right.documents:
            line["documents"] = list(right.documents)
        yield line


def write(file: Path, text: str) -> None:
    """For this user alone: it holds words of questions. Raises ConfigurationError."""
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as to:
            to.write(text)
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be written: {error.strerror or error}.") from None


def show_tasks(tasks: Sequence[ReviewTask], console: Console) -> None:
    if not tasks:
        console.print("Nothing waits.")
        return
    table = Table(
        "task", "at", "state", "topic", "owner", "why", "answer", box=None, header_style="bold"
    )
    for each in tasks:
        state = each.state.value if each.by is None else f"{each.state.value} ({each.by})"
        why = ", ".join((*(one.value for one in each.causes), *each.rules))
        row = (f"{each.at:%Y-%m-%d %H:%M}", state, each.topic, each.owner or "nobody", why)
        table.add_row(str(each.id), *(printable(cell) for cell in row), printable(each.trace_id))
    console.print(table)


def show_file(file: ReviewFile, console: Console, *, as_json: bool) -> None:
    if as_json:
        console.file.write(file.model_dump_json() + "\n")
        return
    show_tasks([file.task], console)
    if file.task.until is not None:
        console.print(Text(f"Held until {file.task.until:%H:%M} UTC."))
    if file.texts is None:
        harm = Cause.ADVERSE_EVENT in file.task.causes
        where = "adverse-events" if harm else "audit"
        told = f"No words are kept here; see citewell {where} show {file.task.trace_id}"
        console.print(Text(printable(told)))
    else:
        console.print(Text(f"Asked for a {file.texts.audience.value}:", style="bold"))
        console.print(Text(printable(file.texts.question)))
        console.print(Text(f"Came of it: {file.texts.kind}", style="bold"))
        for line in file.texts.outcome.splitlines():
            console.print(Text(printable(line)))
    if file.correction is not None:
        console.print(Text(f"Should have been: {file.correction.expected}", style="bold"))
        console.print(Text(printable(file.correction.says or "")))
    if file.note:
        console.print(Text(printable(f"Because: {file.note}")))
