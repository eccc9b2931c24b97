"""Messages of `system` and `developer`: they are the integrator's, and nobody's question.

They are not read, so that no words in them can loosen a rule or put something into an answer. But
what such a message tells of a patient is never passed over in silence: the answer says that it was
not taken into account, and where to write it instead.
"""

from typing import Final

from app.domain.patient import Situation, Use
from app.domain.ports.safety import SituationReader
from app.domain.question import LONGEST_QUESTION, Question
from app.http.openai.asked import INTEGRATORS, text_of
from app.http.openai.wire import CompletionBody

LOOKED_AT: Final = 5 * LONGEST_QUESTION
"""Characters in all; of what is longer it is said without looking."""
TELLS: Final = (
    "What the application wrote of a patient in its system message was not taken into account. "
    "Write it in a message of the user, or send the patient's record."
)


class Unread:
    """Tells what such messages say of a person.

    Args:
        reader: finds it; None: every such message is told of.
    """

    def __init__(self, reader: SituationReader | None) -> None:
        self._reader = reader

    def told(self, body: CompletionBody) -> str | None:
        """What the answer must say; None where nothing of a person was passed over."""
        texts = [text_of(one).strip() for one in body.messages if one.role in INTEGRATORS]
        if not any(texts):
            return None
        if self._reader is None or sum(map(len, texts)) > LOOKED_AT:
            return TELLS
        return TELLS if any(self._of_a_person(text) for text in texts if text) else None

    def _of_a_person(self, text: str) -> bool:
        assert self._reader is not None  # noqa: S101
        readable = text.encode(errors="replace").decode()
        found = self._reader.read(Question(text=readable))
        taken = any(one.use is Use.TAKEN for one in found.medicines)
        return taken or found.model_copy(update={"medicines": ()}) != Situation()
