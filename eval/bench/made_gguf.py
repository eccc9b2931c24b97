"""Language models of random weights, as GGUF files: everything of a real one but sense.

No language model can be fetched where these run, and speed, loading, grammar and queueing do not
depend on what the weights mean. The vocabulary has one token for each byte, so that any text can be
read and written, and as many made-up words as wanted.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from gguf import GGUFWriter
    from numpy.typing import NDArray

    Weights = tuple[str, NDArray[np.float32]]

TEMPLATE: Final = (
    "{{ bos_token }}{% for message in messages %}<|im_start|>{{ message.role }}\n"
    "{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CONTROL: Final = ("<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>")
SPELLING: Final = len(CONTROL) + 256 + 1
"""Tokens beside words: control marks, bytes, and the space."""
SHARP: Final = 4
"""Times the usual size of attention's weights: so that each token looks at a few others and not at
all alike, and what is written depends on the prompt."""
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6


@dataclass(frozen=True)
class Shape:
    """Of a Llama model: its sizes, and what its file says.

    `words` is the number of made-up words in the vocabulary, beside control marks and bytes.
    """

    width: int = 64
    layers: int = 2
    heads: int = 4
    inner: int = 128
    words: int = 240
    context: int = 4096
    template: str | None = TEMPLATE
    packed: bool = False
    """8-bit weights (Q8_0), as downloads have them; else float32."""
    seed: int = 11
    name: str = "made up"

    @property
    def parameters(self) -> int:
        """Weights, those of the vocabulary twice: going in and coming out."""
        layer = 4 * self.width**2 + 3 * self.width * self.inner + 2 * self.width
        vocabulary = self.words + SPELLING
        return self.layers * layer + self.width * (2 * vocabulary + 1)


TIMED: Final = Shape(width=768, layers=12, heads=12, inner=2048, words=20_000, packed=True)
"""116 million parameters: the smallest size at which tokens a second say something."""


def write_gguf(
    path: Path, shape: Shape, weights: "Callable[[Shape], Iterator[Weights]] | None" = None
) -> Path:
    """Write the model to `path`; the same shape gives the same bytes.

    Args:
        weights: each tensor's name and values; random ones by default.
    """
    import numpy as np
    from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType
    from gguf.quants import quantize

    writer = GGUFWriter(path, "llama")
    writer.add_name(shape.name)
    writer.add_file_type(LlamaFileType.MOSTLY_Q8_0 if shape.packed else LlamaFileType.ALL_F32)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    _add_vocabulary(writer, shape)
    for name, values in (weights or random_weights)(shape):
        if shape.packed and values.ndim == 2:
            packed = quantize(values, GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, packed, raw_dtype=GGMLQuantizationType.Q8_0)
        else:
            writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def made_up_words(count: int) -> list[str]:
    """So many different words of syllables, shortest first."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    longer = itertools.chain.from_iterable(
        itertools.product(syllables, repeat=length) for length in (1, 2, 3)
    )
    return ["".join(parts) for parts in itertools.islice(longer, count)]


def vocabulary(shape: Shape) -> list[str]:
    """Every token by its number; U+2581 stands for a space before a word."""
    words = made_up_words((shape.words + 1) // 2)
    pieces = [form for word in words for form in (word, f"\u2581{word}")][: shape.words]
    return [*CONTROL, *(f"<0x{byte:02X}>" for byte in range(256)), "\u2581", *pieces]


def _add_vocabulary(writer: "GGUFWriter", shape: Shape) -> None:
    tokens = vocabulary(shape)
    words = len(tokens) - len(CONTROL) - 256
    kinds = [_UNKNOWN, *[_CONTROL] * (len(CONTROL) - 1), *[_BYTE] * 256, *[_NORMAL] * words]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * (len(CONTROL) + 256) + [-float(n) for n in range(words)])
    writer.add_token_types(kinds)
    writer.add_bos_token_id(CONTROL.index("<s>"))
    writer.add_eos_token_id(CONTROL.index("<|im_end|>"))
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    if shape.template is not None:
        writer.add_chat_template(shape.template)


def random_weights(shape: Shape) -> "Iterator[Weights]":
    """Rows are outputs, as GGUF has them."""
    import numpy as np

    random = np.random.default_rng(shape.seed)

    def matrix(rows: int, columns: int) -> "NDArray[np.float32]":
        values = random.standard_normal((rows, columns), dtype=np.float32)
        return values / np.float32(columns) ** np.float32(0.5)

    width, inner = shape.width, shape.inner
    tokens = shape.words + SPELLING
    yield "token_embd.weight", matrix(tokens, width)
    yield "output.weight", matrix(tokens, width)
    yield "output_norm.weight", np.ones(width, dtype=np.float32)
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        yield f"{block}.attn_norm.weight", np.ones(width, dtype=np.float32)
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            yield f"{block}.{part}.weight", matrix(width, width) * SHARP
        yield f"{block}.ffn_norm.weight", np.ones(width, dtype=np.float32)
        yield f"{block}.ffn_gate.weight", matrix(inner, width)
        yield f"{block}.ffn_up.weight", matrix(inner, width)
        yield f"{block}.ffn_down.weight", matrix(width, inner)
