"""What a model file says of itself, as far as it decides whether and how it can run here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.domain.errors import ConfigurationError
from app.generation.llama.header import Array, Header, Value, read_header
from app.generation.llama.tensor_types import FILE_TYPES

CACHE_BYTES: Final = 2
"""Of one number in the attention cache: llama.cpp keeps it as float16."""
TEMPLATE: Final = "tokenizer.chat_template"


@dataclass(frozen=True)
class ModelCard:
    """A GGUF file's description; sizes in bytes, lengths in tokens.

    `trained_context` is the longest text the model was trained on. `cache_bytes` is what one token
    takes in the attention cache. `template` lays out a conversation (Jinja); None where the file
    has none. `embeds` says why it is no chat model where it was made to embed or to rank.
    """

    path: Path
    name: str
    architecture: str
    quantisation: str
    trained_context: int
    layers: int
    vocabulary: int
    widest: int
    cache_bytes: int
    template: str | None
    embeds: str | None
    parts: int
    needed: int
    size: int


def read_card(path: Path) -> ModelCard:
    """The card of the file at `path`.

    Raises:
        ConfigurationError: as `read_header`; or it does not say what every model says.
    """
    header = read_header(path)
    return _Described(path, header).card()


class _Described:
    """The metadata of one file, under the names of its architecture."""

    def __init__(self, path: Path, header: Header) -> None:
        self._path = path
        self._header = header
        self._said: Mapping[str, Value] = header.metadata
        self._architecture = self._text("general.architecture")

    def card(self) -> ModelCard:
        if not self._architecture:
            raise ConfigurationError(
                f"{self._path} does not say which architecture its model has: it is no language "
                "model, or was not written whole."
            )
        embeds = self._embeds()
        layers = self._whole("block_count") or 0
        context = self._whole("context_length")
        held = len(self._header.tensors)
        if embeds is None and (layers < 1 or context is None or not held):
            raise ConfigurationError(
                f"{self._path} does not say how many layers its model has or how long a text it "
                "reads, or holds no weights: it is no language model."
            )
        if embeds is None and layers > held:
            raise ConfigurationError(
                f"{self._path} is a damaged GGUF file: it announces {layers:,} layers and holds "
                f"{held:,} blocks of weights. Copy or download it again."
            )
        tokens = self._said.get("tokenizer.ggml.tokens")
        return ModelCard(
            path=self._path,
            name=self._text("general.name") or self._path.stem,
            architecture=self._architecture,
            quantisation=self._quantisation(),
            trained_context=context or 0,
            layers=layers,
            vocabulary=tokens.length if isinstance(tokens, Array) else 0,
            widest=max(
                self._whole("feed_forward_length") or 0, self._whole("embedding_length") or 0
            ),
            cache_bytes=self._cache_bytes(layers) if embeds is None else 0,
            template=self._text(TEMPLATE) or None,
            embeds=embeds,
            parts=self._number("split.count") or 1,
            needed=self._header.needed,
            size=self._header.size,
        )

    def _embeds(self) -> str | None:
        """Encoders say so by their architecture, others by how they pool or attend."""
        kind = self._text("general.type") or "model"
        if kind != "model" or self._architecture == "clip":
            return f"it is an addition to a model ({kind}, {self._architecture})"
        parts = self._architecture.replace("-", " ").replace("_", " ").split()
        if any("bert" in part or part in {"embedding", "embed", "t5encoder"} for part in parts):
            return f"its architecture, {self._architecture}, is that of an embedding model"
        if self._architecture == "t5":
            return "it is an encoder and a decoder (T5), which the engine does not run"
        if self._number(f"{self._architecture}.pooling_type"):
            return "it pools its output into one vector, as embedding models and rerankers do"
        if self._said.get(f"{self._architecture}.attention.causal") is False:
            return "it reads in both directions, as embedding models do"
        return None

    def _cache_bytes(self, layers: int) -> int:
        """Of one token. Layers may differ; those without attention are counted as if they had it,
        so that the estimate is never too low."""
        heads = self._by_layer("attention.head_count", layers)
        kept = self._by_layer("attention.head_count_kv", layers)
        width = self._whole("embedding_length") or 0
        total = 0
        for head, shared in zip(heads, kept or heads, strict=False):
            each = width // head if head else 0
            key = self._whole("attention.key_length") or each
            value = self._whole("attention.value_length") or each
            total += (shared or head) * (key + value) * CACHE_BYTES
        return total

    def _by_layer(self, name: str, layers: int) -> list[int]:
        value = self._said.get(f"{self._architecture}.{name}")
        if isinstance(value, Array):
            return list(value.numbers[:layers])
        return [int(value)] * layers if isinstance(value, int) else []

    def _quantisation(self) -> str:
        """As the file calls it; else the type that holds most of the weights."""
        named = FILE_TYPES.get(self._number("general.file_type") if self._said else -1)
        if named and "general.file_type" in self._said:
            return named
        held: dict[str, int] = {}
        for tensor in self._header.tensors:
            held[tensor.kind] = held.get(tensor.kind, 0) + tensor.size
        return max(held, key=lambda kind: held[kind], default="none")

    def _whole(self, name: str) -> int | None:
        """A number of the architecture; of an array by layer the largest."""
        value = self._said.get(f"{self._architecture}.{name}")
        if isinstance(value, Array):
            return max(value.numbers, default=0)
        return int(value) if isinstance(value, int) else None

    def _number(self, name: str) -> int:
        value = self._said.get(name)
        return int(value) if isinstance(value, int) else 0

    def _text(self, name: str) -> str:
        value = self._said.get(name)
        return value.strip() if isinstance(value, str) else ""
