"""One completion in the making: its id, its text, its annotations, and the words it took."""

import time

from app.domain.answer import Answer, CitedClaim, Outcome
from app.domain.corpus import Audience
from app.http.openai.rendering import Writing
from app.http.openai.replies import (
    Annotation,
    Choice,
    Completion,
    CompletionReply,
    Usage,
    annotations,
    usage,
)
from app.http.openai.sources import titles


class Completing:
    """
    Args:
        trace_id: of the request.
        asked: words of all its messages.
        unread: what is told of messages that nobody read.
        base: where the service was asked; None: that is not known.
    """

    def __init__(
        self,
        *,
        trace_id: str,
        model: str,
        audience: Audience,
        asked: int,
        unread: str | None = None,
        base: str | None = None,
    ) -> None:
        self.id = f"chatcmpl-{trace_id}"
        self.created = int(time.time())
        self.model = model
        self._asked = asked
        self._base = base
        self._writing = Writing(audience, unread)
        self._text: list[str] = []

    def claim(self, claim: CitedClaim) -> str:
        """What is written of it."""
        self._text.append(self._writing.claim(claim))
        return self._text[-1]

    def rest(self, outcome: Outcome) -> str:
        """What is written behind what was."""
        self._text.append(self._writing.rest(outcome))
        return self._text[-1]

    def annotations(self, outcome: Outcome) -> tuple[Annotation, ...]:
        named = titles(outcome) if isinstance(outcome, Answer) else {}
        return annotations(self._writing.marks, named, self._base)

    def usage(self) -> Usage:
        return usage(self._asked, "".join(self._text))

    def whole(self, outcome: Outcome) -> Completion:
        """Of an outcome of which nothing was written yet."""
        content = self.rest(outcome)
        reply = CompletionReply(
            content=content, annotations=self.annotations(outcome), citewell=outcome
        )
        return Completion(
            id=self.id,
            created=self.created,
            model=self.model,
            choices=(Choice(message=reply),),
            usage=self.usage(),
        )
