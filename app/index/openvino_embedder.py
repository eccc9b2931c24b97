"""Text to vectors with OpenVINO: a model that `preparing.py` made, without torch."""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from app.domain.errors import ConfigurationError
from app.domain.manifest import EmbedderCard
from app.index.preparing import CARD, MODEL, TOKENIZER, PreparedCard
from app.index.unit_rows import unit_rows

if TYPE_CHECKING:
    import openvino
    from numpy.typing import NDArray
    from tokenizers import Encoding

OpenVinoBackend = Literal["openvino-int8", "openvino-bfloat16", "openvino-float32"]

BATCH: Final = 16
"""Texts computed at once."""
STEP: Final = 16
"""Texts are filled up to a multiple of so many tokens, and only those of one such length are
computed together: a text's vector then does not depend on what stands beside it."""
_PRECISION: Final[dict[str, dict[str, str]]] = {
    "openvino-int8": {},
    "openvino-bfloat16": {"INFERENCE_PRECISION_HINT": "bf16"},
    "openvino-float32": {"INFERENCE_PRECISION_HINT": "f32"},
}
"""Left to itself OpenVINO computes what is not quantised in bfloat16 where the processor has it."""
_READ: Final = {
    "input_ids": "ids",
    "attention_mask": "attention_mask",
    "token_type_ids": "type_ids",
}
"""The model's inputs, and where the tokenizer keeps them."""
_TEXTS: Final = 0
_TOKENS: Final = 1
"""Places of the model's outputs."""


class OpenVinoEmbedder:
    """`Embedder`, `TokenEmbedder` and `Vocabulary` over one prepared model; safe to call from
    threads.

    Raises:
        ConfigurationError: the prepared model cannot be loaded.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        weights: str,
        backend: OpenVinoBackend,
        threads: int | None = None,
    ) -> None:
        from tokenizers import Tokenizer

        self._made = PreparedCard.model_validate_json((folder / CARD).read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(self._made.longest_tokens)
        self._file = folder / MODEL
        self._wanted: dict[str, str | int] = {**_PRECISION[backend]}
        if threads is not None:
            self._wanted["INFERENCE_NUM_THREADS"] = threads
        self._one = self._compiled("LATENCY")
        self._many: openvino.AsyncInferQueue | None = None
        self._queueing = threading.Lock()
        self._mine = threading.local()
        self.card = EmbedderCard(
            name=name,
            weights_sha256=weights,
            dimension=self._made.dimension,
            longest_tokens=self._made.longest_tokens,
            backend=backend,
        )

    @property
    def fingerprint(self) -> str:
        stated = f"{self.card.weights_sha256}/{self.card.backend}/{self._made.sha256}"
        return f"{hashlib.sha256(stated.encode()).hexdigest()[:16]}-{self.card.backend}"

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        rows = np.empty((len(texts), self.card.dimension), dtype=np.float32)
        batches = list(self._batches(texts, "document"))
        if len(batches) > 1:
            self._in_parallel(batches, rows)
        else:
            for places, batch in batches:
                rows[places] = self._computed(batch, _TEXTS)
        return unit_rows(rows)

    def embed_question(self, text: str) -> "NDArray[np.float32]":
        (_, batch) = next(self._batches([text], "query"))
        vector: NDArray[np.float32] = unit_rows(self._computed(batch, _TEXTS))[0]
        return vector

    def embed_tokens(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        found: dict[int, NDArray[np.float32]] = {}
        special = list(self._made.special)
        for places, batch in self._batches(texts, "document"):
            rows = self._computed(batch, _TOKENS)
            for place, read, row in zip(places, batch, rows, strict=True):
                spoken = ~np.isin(read.ids, special)
                found[place] = unit_rows(row[: len(read.ids)][spoken])
        return [found[place] for place in range(len(texts))]

    def holds(self, word: str) -> bool:
        """`Vocabulary`: whether the tokenizer leaves the word whole."""
        return len(self._tokenizer.encode(word, add_special_tokens=False).ids) == 1

    def _batches(
        self, texts: Sequence[str], task: str
    ) -> "Iterator[tuple[list[int], list[Encoding]]]":
        """Places and tokens of the texts in batches of one length, the longest first."""
        prompt = self._made.prompts.get(task, "")
        read = self._tokenizer.encode_batch_fast([prompt + text for text in texts])
        lengths: dict[int, list[int]] = defaultdict(list)
        for place, one in enumerate(read):
            lengths[-(-len(one.ids) // STEP) * STEP].append(place)
        for _, same in sorted(lengths.items(), reverse=True):
            for start in range(0, len(same), BATCH):
                places = same[start : start + BATCH]
                yield places, [read[place] for place in places]

    def _computed(self, batch: "Sequence[Encoding]", output: int) -> "NDArray[np.float32]":
        """One output for a batch: shape (texts, dimension) or (texts, tokens, dimension)."""
        request = self._request()
        request.infer(self._inputs(batch))
        rows: NDArray[np.float32] = np.array(request.get_output_tensor(output).data, np.float32)
        return rows

    def _in_parallel(
        self, batches: "Sequence[tuple[list[int], list[Encoding]]]", rows: "NDArray[np.float32]"
    ) -> None:
        """Several batches at once, each on a core of its own, which wait for each other less than
        the cores that share one; `rows` is filled."""
        import openvino

        with self._queueing:
            if self._many is None:
                self._many = openvino.AsyncInferQueue(self._compiled("THROUGHPUT"))
                self._many.set_callback(_keep)
            for places, batch in batches:
                self._many.start_async(self._inputs(batch), (rows, places))
            self._many.wait_all()

    def _inputs(self, batch: "Sequence[Encoding]") -> "dict[str, NDArray[np.int64]]":
        longest = -(-max(len(one.ids) for one in batch) // STEP) * STEP
        filled = {name: np.zeros((len(batch), longest), dtype=np.int64) for name in _READ}
        filled["input_ids"][:] = self._made.padding
        for row, one in enumerate(batch):
            for name, of in _READ.items():
                filled[name][row, : len(one.ids)] = getattr(one, of)
        return {name: filled[name] for name in self._made.inputs}

    def _compiled(self, hint: str) -> "openvino.CompiledModel":
        import openvino

        try:
            return openvino.Core().compile_model(
                str(self._file), "CPU", {**self._wanted, "PERFORMANCE_HINT": hint}
            )
        except RuntimeError as error:
            raise ConfigurationError(
                f"The prepared embedder {self._file} cannot be loaded "
                f"({str(error).strip().splitlines()[-1]}): remove its folder, or set "
                "CITEWELL_EMBEDDER_BACKEND=torch-float32."
            ) from error

    def _request(self) -> "openvino.InferRequest":
        """This thread's own: one holds the numbers of one computation."""
        if not hasattr(self._mine, "request"):
            self._mine.request = self._one.create_infer_request()
        request: openvino.InferRequest = self._mine.request
        return request


def _keep(request: "openvino.InferRequest", where: "tuple[NDArray[np.float32], list[int]]") -> None:
    rows, places = where
    rows[places] = request.get_output_tensor(_TEXTS).data
