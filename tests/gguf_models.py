"""Language models of random weights for tests, whole ones and ones with something wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from gguf import GGUFWriter
from numpy.typing import NDArray

from eval.bench.made_gguf import Shape, random_weights, vocabulary, write_gguf

TINY = Shape()
GRAMMAR = r"""
root ::= "{\"answered\":true,\"claims\":[" claim ("," claim){0,3} "]}"
claim ::= "{\"cite\":[" label "],\"text\":\"" char{1,40} "\"}"
char ::= [^"\\\x7F\x00-\x1F]
label ::= "1" | "2" | "3"
"""


def tiny(folder: Path, **changed: object) -> Path:
    """A whole model of a few hundred kilobytes; `changed` are fields of its `Shape`."""
    shape = replace(TINY, **changed)  # type: ignore[arg-type]
    return write_gguf(folder / "tiny.gguf", shape)


CLAIM: Mapping[str, Sequence[str]] = {
    ":": 't["',
    "[": "{1",
    '"': ["ba", *"}],:"],
    "ba": ["\u2581be"],
    "\u2581be": ["\u2581bi"],
    "\u2581bi": ["."],
    ".": ['"'],
    "}": "]",
    "]": ",}",
}
"""Says, under the grammar of a draft: one claim, "ba be bi.", of the first evidence."""


BABBLE: Mapping[str, Sequence[str]] = {
    ":": 't["',
    "[": "{1",
    '"': ["ba", *"}],:"],
    "ba": ["\u2581be"],
    "\u2581be": ["ba"],
}
"""Begins a claim and never ends it."""


def chained(
    folder: Path, chain: Mapping[str, Sequence[str]] = CLAIM, context: int = TINY.context
) -> Path:
    """A model that says after each token what `chain` has for it, the best liked first, whatever
    came before: no attention, no layer that adds anything."""
    shape = replace(TINY, width=512, heads=4, inner=32, layers=1, context=context)
    tokens = vocabulary(shape)
    number = {token: at for at, token in enumerate(tokens)}

    def of(text: str) -> int:
        return number.get(text, number.get(f"<0x{ord(text[-1]):02X}>", 0))

    def weights(shape: Shape) -> Iterator[tuple[str, NDArray[np.float32]]]:
        for name, values in random_weights(shape):
            if name == "token_embd.weight":
                yield name, np.eye(len(tokens), shape.width, dtype=np.float32)
            elif name == "output.weight":
                liked = np.zeros_like(values)
                for token, following in chain.items():
                    for place, text in enumerate(following):
                        liked[of(text), of(token)] = 1 / (1 + place)
                yield name, liked
            else:
                yield name, values if name.endswith("norm.weight") else np.zeros_like(values)

    return write_gguf(folder / "chained.gguf", shape, weights)


def embedding_model(folder: Path, architecture: str = "bert", **said: object) -> Path:
    """The header of a model that embeds; `said` are entries of its metadata by architecture."""
    path = folder / "embedding.gguf"
    writer = GGUFWriter(path, architecture)
    writer.add_context_length(512)
    writer.add_block_count(1)
    for name, value in said.items():
        if isinstance(value, bool):
            writer.add_bool(f"{architecture}.{name.replace('__', '.')}", value)
        elif isinstance(value, int):
            writer.add_uint32(f"{architecture}.{name.replace('__', '.')}", value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return path
