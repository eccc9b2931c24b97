"""An outcome as a person reads it on a terminal: quotations first, then where they stand."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from app.console.asides import beyond_the_gravest
from app.console.disagreements import show_conflict
from app.console.verdicts import show_checks, show_referral, show_supply
from app.console.words import printable
from app.domain.abstention import AbstentionReason
from app.domain.answer import (
    Abstention,
    Answer,
    CitedClaim,
    Evidence,
    Outcome,
    Referral,
    Trace,
    Withheld,
)
from app.domain.citation import Citation, Origin
from app.domain.corpus import Audience, DocumentCard, Passage, Status
from app.domain.record import Unusable


def show(outcome: Outcome, audience: Audience, console: Console, asked: str = "") -> None:
    """Print `outcome`; a patient is told the same in plainer words.

    Args:
        asked: the question, by which it is told what bears on it.
    """
    plain = audience is Audience.PATIENT
    if outcome.read_as is not None:
        _line(console, f"Read as: {printable(outcome.read_as)}", style="dim")
        console.print()
    if isinstance(outcome, Answer):
        _answer(outcome, console, plain=plain)
    elif isinstance(outcome, Abstention):
        _abstention(outcome, console, plain=plain)
    else:
        show_referral(outcome, console)
    if not isinstance(outcome, Referral):
        show_supply(outcome.to_supply, console)
    _unusable(outcome.record_unusable, console)
    left_out = beyond_the_gravest(outcome, asked)
    show_checks(outcome.checks, console, plain=plain, left_out=left_out)
    _footer(outcome.trace, console)


def _answer(answer: Answer, console: Console, *, plain: bool) -> None:
    recorded = [claim for claim in answer.claims if _on_record(claim)]
    of_library = [claim for claim in answer.claims if not _on_record(claim)]
    library = "What the leaflets say" if plain else "What the library says"
    for heading, claims in (("What the patient's record says", recorded), (library, of_library)):
        if claims:
            console.print(Text(heading, style="bold"))
            console.print()
            for claim in claims:
                _claim(claim, console)
            console.print()
    console.print(Text("Where this comes from" if plain else "Sources", style="bold"))
    for evidence in answer.evidence:
        _source(evidence, console)
    for conflict in answer.conflicts:
        show_conflict(conflict, console)
    for note in answer.notes:
        console.print()
        _line(console, note, style="yellow")
    _withheld(answer.withheld, console, plain=plain)
    if answer.confidence is not None:
        console.print()
        sure = _share(answer.confidence)
        told = f"Confidence: {sure} (that most of this rests on documents about the question)"
        _line(console, told)
    if plain:
        console.print()
        _line(console, "Ask your doctor, nurse or pharmacist what this means for you.")


def _on_record(claim: CitedClaim) -> bool:
    """Whether it stands on the patient's record alone."""
    return all(citation.origin is Origin.RECORD for citation in claim.citations)


def _share(probability: float) -> str:
    """In whole percent; what rounds to certainty is none."""
    if probability < 0.005:
        return "below 1%"
    return "above 99%" if probability >= 0.995 else f"{probability:.0%}"


def _claim(claim: CitedClaim, console: Console) -> None:
    labels = "".join(dict.fromkeys(_label(citation) for citation in claim.citations))
    quoted = all(citation.quote == claim.text for citation in claim.citations)
    if claim.lead:
        console.print(_hung(Text(printable(claim.lead), style="italic"), 2))
    body = f"\u201c{printable(claim.text)}\u201d" if quoted else printable(claim.text)
    console.print(_hung(Text.assemble(body, " ", (labels, "bold cyan")), 2))
    if not quoted:
        for citation in claim.citations:
            words = f"\u201c{printable(citation.quote)}\u201d"
            console.print(_hung(Text.assemble((f"{_label(citation)} ", "cyan"), words), 6))
    if claim.ask_first:
        console.print(_hung(Text(printable(claim.ask_first), style="bold"), 2))


def _label(citation: Citation) -> str:
    """`[2]`; of a record with resource and date: `[1 Observation/17, 2026-03-03]`."""
    if citation.origin is not Origin.RECORD:
        return f"[{citation.label}]"
    on = f", {citation.on}" if citation.on else ", undated"
    return f"[{citation.label} {printable(citation.source)}{on}]"


def _source(evidence: Evidence, console: Console) -> None:
    if evidence.origin is Origin.RECORD:
        stated = evidence.document.provenance.published or "undated"
        named = f"The patient's record. {evidence.passage.source}, {stated}"
        title = Text.assemble((f"[{evidence.label}] ", "bold cyan"), printable(named))
        console.print(_hung(title, 2))
        return
    label = f"[{evidence.label}] "
    title = Text.assemble((label, "bold cyan"), _card(evidence.document))
    console.print(_hung(title, 2))
    place = _place(evidence.passage, evidence.document)
    if place:
        console.print(_hung(Text(place), 2 + len(label)))
    console.print(_hung(Text(printable(evidence.document.origin), style="dim"), 2 + len(label)))


def _card(card: DocumentCard) -> Text:
    """Title, publisher, date, version, status, each where it is stated."""
    stated = card.provenance
    parts = [stated.publisher or stated.source]
    if stated.version:
        parts.append(f"version {stated.version}")
    if stated.effective:
        parts.append(f"effective {stated.effective}")
    elif stated.published:
        parts.append(f"published {stated.published}")
    else:
        parts.append("undated")
    about = printable(", ".join(parts))
    style = "green" if stated.status is Status.CURRENT else "bold red"
    return Text.assemble(
        (printable(card.title), "bold"), f". {about}, ", (stated.status.value, style)
    )


def _place(passage: Passage, card: DocumentCard) -> str:
    """`Dose > Renal impairment, p. 12`; the title is not said twice, a scanned page is told."""
    path = [printable(each) for each in passage.path if each != card.title]
    place = " > ".join(path)
    if passage.pages is not None:
        first, last = passage.pages
        page = f"p. {first}" if first == last else f"pp. {first}-{last}"
        if any(first <= number <= last for number in card.provenance.recognised_pages):
            page += " (read from a scan: compare with the original)"
        place = f"{place}, {page}" if place else page
    return place


def _abstention(abstention: Abstention, console: Console, *, plain: bool) -> None:
    heading = (
        "I did not find an answer to this."
        if plain
        else "The library does not answer this question."
    )
    if abstention.reason is AbstentionReason.SWITCHED_OFF:
        heading = "This is not answered here for now."
    console.print(Text(heading, style="bold yellow"))
    _line(console, printable(abstention.explanation))
    if plain:
        _line(console, "Please ask your doctor, nurse or pharmacist.")
    if abstention.nearest:
        console.print()
        console.print(Text("What came nearest, without answering it", style="bold"))
        for card in abstention.nearest:
            console.print(_hung(_card(card), 2))
    _withheld(abstention.withheld, console, plain=plain)


def _unusable(unusable: Sequence[Unusable], console: Console) -> None:
    if unusable:
        console.print()
        parts = "1 part" if len(unusable) == 1 else f"{len(unusable)} parts"
        told = f"{parts} of the record could not be used; --json lists them."
        _line(console, told, style="yellow")


def _withheld(withheld: Iterable[Withheld], console: Console, *, plain: bool) -> None:
    held = tuple(withheld)
    if not held:
        return
    console.print()
    noun = "statement was" if len(held) == 1 else "statements were"
    _line(console, f"{len(held)} {noun} held back because a check did not pass.", style="yellow")
    if not plain:
        for each in held:
            console.print(_hung(Text(f"{printable(each.rule)}: {printable(each.reason)}"), 4))


def _footer(trace: Trace, console: Console) -> None:
    seconds = sum(timing.seconds for timing in trace.timings)
    took = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
    console.print()
    _line(console, f"generation {trace.generation}, {took}", style="dim")


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style=style))


def _hung(text: Text, indent: int) -> Padding:
    return Padding(text, (0, 0, 0, indent), expand=False)
