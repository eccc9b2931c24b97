"""The local language model: how much the product takes of the engine's speed, and many at once.

A model of random weights and 116 million parameters is written, and asked made-up questions about
made-up evidence; speed does not depend on what weights mean. The same file, prompts, grammar and
threads are given to llama-cpp-python alone, in turn with us, each in a process of its own.

    token_ratio      tokens a second through us over llama-cpp-python alone: median over the turns,
                     each from the question to the last word, prompt included
    tokens_per_second, bare_tokens_per_second
    first_words_ms   from the question to the first words (median)
    verify_ms_per_claim   of all verifiers that read meaning; null where there is none
    clients          that asked at once, each its own question
    lost             of them never got an answer
    mixed_up         of them got another answer than the same question gets alone
    refused          times that a client was told to come again, because too many waited
    refused_badly    of those without a whole number of seconds, 1 to 600
    memory_growth_mib     of the engine's process, from after the first turns to the end
    lookup_ratio     tokens a second with guessing ahead from the prompt, over those without
                     it. Random weights repeat nothing on purpose, so this is what guessing costs
                     where it is of no use.

Options: `--set turns=8`, `--set tokens=96`, `--set clients=32`, `--set waiting=12`,
`--set threads=2`.
"""

import hashlib
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.errors import Overloaded
from eval.bench.bare_llama import Asked, Bare, bare
from eval.bench.made_gguf import TIMED, made_up_words, write_gguf
from eval.bench.verifying import UNREAD, milliseconds_a_claim
from eval.compose import LocalModel, card, local_model, pipeline
from eval.run import RunFolder
from eval.suite import Figures, SuiteRequest, SuiteResult, whole

NAME = "generation"
SUMMARY = "the local language model: speed against bare llama-cpp-python, many clients at once"

TURNS: Final = 8
TOKENS: Final = 96
CLIENTS: Final = 32
WAITING: Final = 12
CONTEXT: Final = 4096
SHORT: Final = 12
"""Tokens of each client's answer, when many ask at once."""
LABELS: Final = (1, 2, 3, 4)
RULES: Final = "Answer from the numbered evidence alone, one short sentence after the other."
PATIENCE: Final = 0.2
"""Seconds after which a refused client asks again: far sooner than it is told, to crowd the line.
"""


def run(request: SuiteRequest) -> SuiteResult:
    """Raises UnusableSet: an option is no number, or llama-cpp-python alone does not run."""
    options = request.chosen(("turns", "tokens", "clients", "waiting", "threads"))
    turns, tokens = whole(options, "turns", TURNS), whole(options, "tokens", TOKENS)
    clients, waiting = whole(options, "clients", CLIENTS), whole(options, "waiting", WAITING)
    threads = whole(options, "threads", os.cpu_count() or 1)
    with tempfile.TemporaryDirectory(prefix="citewell-bench-") as folder:
        path = write_gguf(Path(folder) / "timed.gguf", TIMED)
        with local_model(path, threads=threads, waiting=waiting) as ours:
            with bare(path, CONTEXT, threads) as theirs:
                raced = _race(ours, theirs, turns, tokens, request)
            before = _memory(ours)
            crowd = _crowd(ours, clients, request)
            growth = _memory(ours) - before
        with local_model(path, threads=threads, waiting=waiting, lookup=True) as guessing:
            guessed = _alone(guessing, turns, tokens, request)
        with pipeline(Path(folder) / "home") as parts:
            verifying = milliseconds_a_claim(parts.verifiers)
    result = SuiteResult(
        suite=f"bench {NAME}",
        headline={
            "token_ratio": statistics.median(each.ratio for each in raced),
            "tokens_per_second": statistics.median(each.ours for each in raced),
            "bare_tokens_per_second": statistics.median(each.bare for each in raced),
            "first_words_ms": statistics.median(each.first_ms for each in raced),
            "verify_ms_per_claim": verifying,
            **crowd.figures,
            "memory_growth_mib": growth / 2**20,
            "lookup_ratio": statistics.median(guessed) / statistics.median(e.ours for e in raced),
        },
        undefined={} if verifying is not None else {"verify_ms_per_claim": UNREAD},
        fitted_on="nothing is fitted here",
        reported_on=(
            f"a model of random weights, {TIMED.parameters:,} parameters, {turns} turns of "
            f"{tokens} tokens on {threads} threads; {clients} clients of {SHORT} tokens"
        ),
        notes=("Random weights say nothing about the quality of answers.",),
    )
    sha256 = hashlib.sha256(repr((TIMED, RULES, _question(0))).encode()).hexdigest()
    described = card(request, f"bench {NAME}", sha256, None)
    RunFolder(request.out, described).finish(result)
    return result


@dataclass(frozen=True)
class Turn:
    """One question to both: tokens a second of each, and our first words."""

    ours: float
    bare: float
    first_ms: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def _race(
    ours: LocalModel, theirs: Bare, turns: int, tokens: int, request: SuiteRequest
) -> list[Turn]:
    """Either goes first in every other turn; one turn before them warms both up."""
    form = ours.grammar(LABELS)
    found = []
    for number in request.progress.track(range(turns + 1), "Writing in turn", turns + 1):
        asked = Asked(rules=RULES, question=_question(number), form=form, most=tokens)
        if number % 2:
            told = theirs.ask(asked)
            speed, first_ms = _timed(ours, asked)
        else:
            speed, first_ms = _timed(ours, asked)
            told = theirs.ask(asked)
        found.append(Turn(speed, told.tokens / told.seconds, first_ms))
    return found[1:]


def _alone(model: LocalModel, turns: int, tokens: int, request: SuiteRequest) -> list[float]:
    form = model.grammar(LABELS)
    found = []
    for number in request.progress.track(range(turns + 1), "Guessing ahead", turns + 1):
        asked = Asked(rules=RULES, question=_question(number), form=form, most=tokens)
        found.append(_timed(model, asked)[0])
    return found[1:]


def _timed(model: LocalModel, asked: Asked) -> tuple[float, float]:
    """Tokens a second, and milliseconds to the first words."""
    started = time.perf_counter()
    first = 0.0
    words = model.ask(asked.rules, asked.question, asked.form, asked.most)
    for _ in words:
        first = first or time.perf_counter() - started
    return words.written / (time.perf_counter() - started), first * 1000


class _Crowd:
    """What many clients at once got."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: dict[int, str] = {}
        self._refused: list[object] = []
        self._clients = self._mixed = 0

    def ask(self, model: LocalModel, client: int, form: str) -> None:
        """Until there is an answer."""
        while True:
            try:
                answer = "".join(model.ask(RULES, _question(client), form, SHORT))
            except Overloaded as error:
                with self._lock:
                    self._refused.append(error.retry_after)
                time.sleep(PATIENCE)
            else:
                with self._lock:
                    self._answers[client] = answer
                return

    def compare(self, alone: Sequence[str]) -> None:
        self._clients = len(alone)
        self._mixed = sum(
            client in self._answers and self._answers[client] != answer
            for client, answer in enumerate(alone)
        )

    @property
    def figures(self) -> Figures:
        well = [told for told in self._refused if isinstance(told, int) and 1 <= told <= 600]
        return {
            "clients": self._clients,
            "lost": self._clients - len(self._answers),
            "mixed_up": self._mixed,
            "refused": len(self._refused),
            "refused_badly": len(self._refused) - len(well),
        }


def _crowd(model: LocalModel, clients: int, request: SuiteRequest) -> _Crowd:
    """All at once, then each by itself."""
    form = model.grammar(LABELS)
    crowd = _Crowd()
    threads = [
        threading.Thread(target=crowd.ask, args=(model, client, form)) for client in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in request.progress.track(threads, "Many at once", clients):
        thread.join()
    crowd.compare(
        [
            "".join(model.ask(RULES, _question(client), form, SHORT))
            for client in request.progress.track(range(clients), "One by one", clients)
        ]
    )
    return crowd


def _question(number: int) -> str:
    """Evidence that all questions share, then the question: 400 words and ten."""
    words = made_up_words(2_000)
    evidence = "\n\n".join(
        f"[{label}] " + " ".join(words[(label * 97 + place * 7) % 2_000] for place in range(100))
        for label in LABELS
    )
    asked = " ".join(words[(number * 131 + place * 17) % 2_000] for place in range(10))
    return f"Evidence:\n\n{evidence}\n\nQuestion:\n{asked}?"


def _memory(model: LocalModel) -> int:
    """Bytes that the engine's process holds by itself, without the pages of the model's file."""
    import psutil

    if model.process_id is None:
        return 0
    held = psutil.Process(model.process_id).memory_info()
    return int(held.rss) - int(getattr(held, "shared", 0))
