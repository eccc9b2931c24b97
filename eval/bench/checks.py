"""All screens and checks together: how long a question and its claims wait for them.

Every question of our own sets is screened, the person in it is read, and each rule is asked of the
question, of five claims and of the whole answer, as the service does it. Beside it stands the whole
trip of the same questions over the sample library, quotations only.

    p50_ms, p95_ms, p99_ms   of everything that rules do for one question
    longest_ms               the slowest question
    processor_p50_ms, processor_p95_ms   the same of the processor's time, all threads together,
                             which other work on the machine lengthens less
    screens_p95_ms, reading_p95_ms, claims_p95_ms   of its parts
    share_of_trip            median of the rules over the median of the whole trip
    at_100_kb_ms             rules over a text of 100,000 characters made of the questions (the
                             service takes 4,000 characters; this is for the bound alone)

Options: `--set questions=400`, `--set library=DIR` (the sample library where it is left out).
"""

import hashlib
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.domain.question import Question
from app.domain.subject import Subject
from eval.compose import CALLER, Pipeline, Safety, card, library
from eval.prompts import read_prompts
from eval.quoting_itself import quoting_itself
from eval.run import RunFolder
from eval.suite import Figures, SuiteRequest, SuiteResult, whole

NAME = "checks"
SUMMARY = "all safety screens and checks together: milliseconds a question"
QUESTIONS: Final = 400
LONG: Final = 100_000
SAMPLE: Final = Path("corpora/sample")
CLAIMS: Final = (
    "Illustrative: apixaban 2.5 mg twice daily is given where creatinine clearance is 15 to 29.",
    "Illustrative: ibuprofen 400 mg three times daily relieves the pain.",
    "Illustrative: doxycycline 100 mg twice daily for 7 days, or amoxicillin in pregnancy.",
    "Illustrative: avoid NSAIDs in people who take warfarin or have a peptic ulcer.",
    "Illustrative: check potassium one week after spironolactone 25 mg is started.",
)


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: an option is no number, or the library cannot be read."""
    options = request.chosen(("questions", "library"))
    number = whole(options, "questions", QUESTIONS)
    prompts = read_prompts(request.data).prompts
    step = max(1, len(prompts) // number)
    questions = [Question.asked(one.prompt, one.audience) for one in prompts[::step]][:number]
    with library(request, Path(options.get("library", SAMPLE)), generator="quotations") as parts:
        parts.safety.prepare()
        _rules(parts.safety, questions[0])
        spent, worked = [], []
        for one in questions:
            began = time.process_time()
            spent.append(_rules(parts.safety, one))
            worked.append((time.process_time() - began) * 1000)
        trips = [_trip(parts, one) for one in questions]
        long = _rules(parts.safety, _long(questions))
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline=_figures(spent, worked, trips, sum(long)),
        fitted_on="nothing is fitted here",
        reported_on=f"{len(questions)} questions of our own sets, {len(CLAIMS)} claims each",
    )
    sha256 = hashlib.sha256(repr([one.text for one in questions]).encode()).hexdigest()
    RunFolder(request.out, card(request, f"bench {NAME}", sha256, None)).finish(result)
    return result


def _figures(
    spent: Sequence[tuple[float, ...]],
    worked: Sequence[float],
    trips: Sequence[float],
    long: float,
) -> Figures:
    whole_ms = sorted(sum(one) for one in spent)
    return {
        "p50_ms": statistics.median(whole_ms),
        "p95_ms": _quantile(whole_ms, 0.95),
        "p99_ms": _quantile(whole_ms, 0.99),
        "longest_ms": whole_ms[-1],
        "processor_p50_ms": statistics.median(worked),
        "processor_p95_ms": _quantile(sorted(worked), 0.95),
        "screens_p95_ms": _quantile(sorted(one[0] for one in spent), 0.95),
        "reading_p95_ms": _quantile(sorted(one[1] for one in spent), 0.95),
        "claims_p95_ms": _quantile(sorted(one[2] for one in spent), 0.95),
        "share_of_trip": statistics.median(whole_ms) / statistics.median(trips),
        "at_100_kb_ms": long,
    }


def _quantile(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))]


def _rules(safety: Safety, question: Question) -> tuple[float, float, float]:
    """Milliseconds of the screens, of reading the question and its checks, of the claims."""
    started = time.perf_counter()
    for screen in safety.screens:
        screen.screen(question)
    screened = time.perf_counter()
    subject = Subject(question=question, situation=safety.reader.read(question))
    for check in safety.question_checks:
        check.check(subject)
    read = time.perf_counter()
    claims = [quoting_itself(text) for text in CLAIMS]
    for claim in claims:
        for on_claim in safety.claim_checks:
            on_claim.check(claim, subject)
    for on_whole in safety.answer_checks:
        on_whole.check(claims, subject)
    ended = time.perf_counter()
    return (screened - started) * 1000, (read - screened) * 1000, (ended - read) * 1000


def _trip(parts: Pipeline, question: Question) -> float:
    """Milliseconds from the question to its outcome."""
    started = time.perf_counter()
    parts.answering.answer(question, CALLER)
    return (time.perf_counter() - started) * 1000


def _long(questions: Sequence[Question]) -> Question:
    """Longer than the service takes, for what the rules make of it."""
    words = " ".join(one.text for one in questions)
    text = (words * (LONG // len(words) + 1))[:LONG]
    return Question.model_construct(**dict(questions[0]) | {"text": text})
