"""llama-cpp-python as its own documentation uses it, in a process of its own: the other side of
`bench generation`.

Started as `python -m eval.bench.bare_llama MODEL CONTEXT THREADS`; reads one JSON object a line
from standard input (`rules`, `question`, `form`, `most`) and answers each with one (`tokens`,
`seconds`). Whole texts, not streams: streaming costs it more.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple, cast

from app.domain.frozen import Frozen
from eval.suite import UnusableSet


class Asked(Frozen):
    rules: str
    question: str
    form: str
    """The grammar (GBNF)."""
    most: int
    """Tokens at most."""


class Told(Frozen):
    tokens: int
    seconds: float


class Bare(NamedTuple):
    """The process; one question at a time."""

    given: IO[str]
    told: IO[str]

    def ask(self, asked: Asked) -> Told:
        """Raises UnusableSet: the process is gone."""
        try:
            self.given.write(asked.model_dump_json() + "\n")
            self.given.flush()
        except OSError as error:
            raise UnusableSet(f"Bare llama-cpp-python ended ({error.strerror}).") from None
        line = self.told.readline()
        if not line:
            raise UnusableSet("Bare llama-cpp-python ended before it answered.")
        return Told.model_validate_json(line)


@contextmanager
def bare(model: Path, context: int, threads: int) -> Iterator[Bare]:
    """The model loaded by llama-cpp-python alone."""
    command = [sys.executable, "-m", "eval.bench.bare_llama", str(model), str(context)]
    with subprocess.Popen(
        [*command, str(threads)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"OMP_WAIT_POLICY": "PASSIVE"} | os.environ,  # as ours: spinning costs it far more
    ) as child:
        yield Bare(cast("IO[str]", child.stdin), cast("IO[str]", child.stdout))
        child.kill()


def serve(model: str, context: int, threads: int) -> None:
    from llama_cpp import Llama
    from llama_cpp.llama_grammar import LlamaGrammar

    loaded = Llama(model, n_ctx=context, n_threads=threads, n_threads_batch=threads, verbose=False)
    for line in sys.stdin:
        asked = Asked.model_validate_json(line)
        started = time.perf_counter()
        said = loaded.create_chat_completion(
            messages=[
                {"role": "system", "content": asked.rules},
                {"role": "user", "content": asked.question},
            ],
            grammar=LlamaGrammar.from_string(asked.form, verbose=False),
            temperature=0.0,
            max_tokens=asked.most,
            seed=0,
        )
        seconds = time.perf_counter() - started
        told = {"tokens": said["usage"]["completion_tokens"], "seconds": seconds}  # type: ignore[index]
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
