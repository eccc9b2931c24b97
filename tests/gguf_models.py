"""Language models of random weights for tests, whole ones and ones with something wrong."""

from dataclasses import replace
from pathlib import Path

from gguf import GGUFWriter

from eval.bench.made_gguf import Shape, write_gguf

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
