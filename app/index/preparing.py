"""Makes of a sentence-transformers model one that OpenVINO runs; a process of its own.

    python -m app.index.preparing FOLDER OUT whole|int8

Started by `prepared.py`, because converting takes torch and over a gigabyte, and the libraries
print and draw as they please. In `int8` weights and activations of every matrix product have eight
bits; their ranges are taken while the model reads texts of ours (`calibration.txt`).
"""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.domain.frozen import Frozen
from app.index.weights import go_offline

if TYPE_CHECKING:
    import numpy as np
    import openvino
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

CARD: Final = "card.json"
MODEL: Final = "model.xml"
TOKENIZER: Final = "tokenizer.json"
CALIBRATION: Final = Path(__file__).with_name("calibration.txt")
_FILES: Final = (MODEL, "model.bin", TOKENIZER)
_BATCH: Final = 8


class PreparedCard(Frozen):
    """What is needed to run a prepared model beside the model itself."""

    dimension: int
    longest_tokens: int
    inputs: tuple[str, ...]
    """Of the model, in the tokenizer's words."""
    padding: int
    """Id of the token that fills up a shorter text."""
    special: tuple[int, ...]
    """Ids of tokens that stand for no text."""
    prompts: dict[str, str]
    """What the model wants in front of a `query` or a `document`."""
    sha256: str
    """Over the files beside this card."""


def files_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in _FILES:
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def calibration_texts() -> list[str]:
    """Paragraphs of our own writing: passages, sentences and questions of every length."""
    texts = CALIBRATION.read_text(encoding="utf-8").split("\n\n")
    return [text for text in texts if not text.startswith("#")]


def prepare(folder: Path, out: Path, form: str) -> None:
    """Write model, tokenizer and card into `out`, the card last."""
    import openvino

    from app.index.torch_embedder import LONGEST, load_model

    model = load_model(folder, str(folder)).eval()
    tokenizer = model.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        raise SystemExit("its tokenizer has no file tokenizer.json")
    texts = sorted(calibration_texts(), key=len)
    read = [model.preprocess(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    names = tuple(name for name in tokenizer.model_input_names if name in read[0])
    batches = [{name: batch[name].numpy() for name in names} for batch in read]
    converted = _converted(model, names, batches[0])
    if form == "int8":
        converted = _in_eight_bits(converted, batches)
    openvino.save_model(converted, out / MODEL, compress_to_fp16=False)
    plain = tokenizer.backend_tokenizer
    plain.no_padding()
    plain.no_truncation()
    plain.save(str(out / TOKENIZER))
    card = PreparedCard(
        dimension=model.get_embedding_dimension() or 0,
        longest_tokens=model.max_seq_length or LONGEST,
        inputs=names,
        padding=tokenizer.pad_token_id or 0,
        special=tuple(tokenizer.all_special_ids),
        prompts={task: prompt for task, prompt in model.prompts.items() if prompt},
        sha256=files_sha256(out),
    )
    (out / CARD).write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _converted(
    model: "SentenceTransformer", names: tuple[str, ...], example: "dict[str, NDArray[np.int64]]"
) -> "openvino.Model":
    """The whole pipeline, pooling included; outputs: a text's vector, and one for each token."""
    import openvino
    import torch

    class Whole(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            found = self.model(dict(zip(names, inputs, strict=True)))
            return found["sentence_embedding"], found["token_embeddings"]

    with torch.inference_mode():
        made: openvino.Model = openvino.convert_model(
            Whole().eval(),
            example_input=tuple(torch.from_numpy(example[name]) for name in names),
        )
    for port, name in zip(made.inputs, names, strict=True):
        port.get_tensor().set_names({name})
    return made


def _in_eight_bits(
    model: "openvino.Model", batches: "list[dict[str, NDArray[np.int64]]]"
) -> "openvino.Model":
    import nncf

    quantised: openvino.Model = nncf.quantize(
        model,
        nncf.Dataset(batches),
        model_type=nncf.ModelType.TRANSFORMER,
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(batches),
    )
    return quantised


if __name__ == "__main__":
    go_offline()
    prepare(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
