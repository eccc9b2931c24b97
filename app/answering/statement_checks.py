"""Every check asked of a sentence that somebody else wrote: no retrieval, no language model.

It is taken for a claim that is cited to itself. Whether it is true is not looked at: that takes
evidence, and `ask` is there for it.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Final

from app.answering.auditing import statement_checked
from app.answering.checking import Checking, gathered
from app.answering.library_if_any import library_if_any, trace_of_checks
from app.answering.recording import keep
from app.answering.switching import NOTHING_OFF, Switching, explained
from app.answering.telling import Telling, to_supply
from app.answering.timing import Stopwatch
from app.domain.answer import CitedClaim
from app.domain.citation import Citation, Origin
from app.domain.corpus import Span
from app.domain.errors import Unavailable
from app.domain.ports.audit import AuditLog
from app.domain.ports.index import Generations
from app.domain.ports.safety import ClaimCheck
from app.domain.ports.statements import StatementChecks
from app.domain.question import Caller, Question
from app.domain.statements import StatementReport
from app.domain.subject import Subject

_ITSELF: Final = "statement"


class ClaimStatementChecks:
    """`StatementChecks` by the screens, the checks on questions and those on claims.

    Args:
        checks: are asked of the statement.
        generations: where drug facts of an ingested library are; none is no fault.
        switching: tells what the site switched off; None: nothing can be.
        forget: empties what is remembered of texts, where a record's words were among them.
        settings, rules: fingerprints for the trace.
    """

    def __init__(
        self,
        *,
        checking: Checking,
        checks: Sequence[ClaimCheck],
        generations: Generations,
        switching: Switching | None = None,
        forget: Callable[[], None] = lambda: None,
        settings: str = "",
        rules: str = "",
    ) -> None:
        self._checking = checking
        self._checks = tuple(checks)
        self._generations = generations
        self._switching = switching
        self._forget = forget
        self._settings = settings
        self._rules = rules

    def check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        """As `StatementChecks`."""
        said = Question.asked(statement, about.audience)  # the bounds of any text
        try:
            return self._check(said.text, about, caller)
        finally:
            if about.record is not None:
                self._forget()

    def _check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        trace_id, watch = uuid.uuid4().hex, Stopwatch()
        off = self._switching.off() if self._switching is not None else NOTHING_OFF
        both = about.model_copy(update={"text": f"{about.text}\n{statement}"})
        if self._switching is not None and (stopped := self._switching.stopped(both, off)):
            raise Unavailable(explained(stopped, about.audience), retry_after=300)
        with watch.stage("screen"):
            screening = self._checking.screened(about)
            of_statement = self._checking.screened(
                Question(text=statement, audience=about.audience, country=about.country)
            )
        findings = {one.name: one for one in (*of_statement.findings, *screening.findings)}
        with (
            library_if_any(self._generations, caller, off) as library,
            watch.stage("check"),
        ):
            subject = Subject(
                question=about,
                situation=self._checking.situation(about),
                stated=library.stated,
                trace_id=trace_id,
                off=off,
            )
            claim = _claim(statement)
            said = [one for check in self._checks for one in check.check(claim, subject)]
            said += self._checking.whole([claim], subject)
        screens = (*of_statement.checks, *screening.checks)
        told = Telling(about.audience, self._checking.signed_off, self._checking.wording)
        checks = tuple(
            dict.fromkeys(
                told.read(one)
                for one in gathered((*screens, *self._checking.asked(subject), *said))
            )
        )
        return StatementReport(
            findings=tuple(findings.values()),
            checks=checks,
            to_supply=to_supply(checks),
            without_library=library.why,
            trace=trace_of_checks(
                trace_id, library.manifest, watch, rules=self._rules, settings=self._settings
            ),
        )


class AuditedStatementChecks:
    """`StatementChecks` that leaves an entry of every call.

    Args:
        required: tell nothing that could not be put on record; False: log the fault and go on.
        role: of a caller, where it is known.
    """

    def __init__(
        self,
        checks: StatementChecks,
        log: AuditLog,
        *,
        required: bool = True,
        role: Callable[[Caller], str | None] = lambda _caller: None,
    ) -> None:
        self._checks = checks
        self._log = log
        self._required = required
        self._role = role

    def check(self, statement: str, about: Question, caller: Caller) -> StatementReport:
        """Raises Unavailable: it could not be put on record."""
        report = self._checks.check(statement, about, caller)
        role = self._role(caller)
        keep(
            self._log,
            lambda: statement_checked(report, about, caller, self._log, role=role),
            required=self._required,
        )
        return report


def _claim(statement: str) -> CitedClaim:
    cited = Citation(
        label=1,
        document_id=_ITSELF,
        passage_id=_ITSELF,
        source=_ITSELF,
        span=Span(start=0, end=len(statement)),
        quote=statement,
        origin=Origin.RECORD,
    )
    return CitedClaim(text=statement, citations=(cited,))
