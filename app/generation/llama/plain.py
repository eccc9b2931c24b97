"""The local model asked directly, without evidence or verification: for those who measure it."""

from collections.abc import Sequence

from app.generation.form import grammar
from app.generation.llama.local_model import Asked, LocalModel
from app.generation.llama.writing import Writing
from app.generation.prompt import Message, Role


class PlainModel:
    """Words in, words out; the engine, its queue and its limits are the product's own."""

    def __init__(self, model: LocalModel) -> None:
        self._model = model

    @property
    def process_id(self) -> int | None:
        """Of the engine; None while none runs."""
        return self._model.process_id

    def load(self) -> None:
        """Raises what `LocalModel.load` raises."""
        self._model.load()

    def grammar(self, labels: Sequence[int]) -> str:
        """The form of a draft (GBNF) that cites these labels."""
        return grammar(labels)

    def ask(self, rules: str, question: str, form: str, most: int) -> Writing:
        """The words as they come; `ended` then tells how many tokens they were.

        Args:
            rules: the system's turn.
            question: the user's turn.
            form: a grammar (GBNF).
            most: tokens at most.
        """
        said = (Message(Role.SYSTEM, rules), Message(Role.USER, question))
        return Writing(self._model, lambda _count: Asked(said, form, most))

    def close(self) -> None:
        self._model.close()
