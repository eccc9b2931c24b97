"""From the messages of a chat to a question, or a refusal that names what cannot be had.

The last message is the question, earlier ones of the user and the assistant are its conversation.
None is left out unseen: a conversation that is too long, or a message that holds more than text, is
refused. What an earlier reply of this service held behind its sentences is left away.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from app.domain.corpus import Audience
from app.domain.errors import InvalidQuestion
from app.domain.governance import Override
from app.domain.question import LONGEST_QUESTION, Question, Speaker, Turn
from app.http.openai.errors import Refused
from app.http.openai.rendering import BEHIND
from app.http.openai.wire import (
    LONGEST_CONVERSATION,
    MOST_MESSAGES,
    CompletionBody,
    CompletionMessage,
)

INTEGRATORS: Final = frozenset({"system", "developer"})
_MARK: Final = re.compile(r" ?\[\d{1,3}\]")
_NOT_SERVED: Final = {
    "tools": "No tools are called: every answer comes from the library. Leave tools out.",
    "tool_choice": "No tools are called. Leave tool_choice out.",
    "functions": "No functions are called. Leave functions out.",
    "function_call": "No functions are called. Leave function_call out.",
    "logprobs": "There are no log probabilities; citewell.confidence tells how sure an answer is.",
    "top_logprobs": "There are no log probabilities. Leave top_logprobs out.",
    "response_format": "Only text is written; the structured outcome stands in citewell.",
    "modalities": "Only text is written.",
    "audio": "Only text is written and read.",
    "web_search_options": "Nothing is looked up outside the library.",
}
_ASKS_FOR_NOTHING: Final = {
    "tool_choice": ("none", "auto"),
    "function_call": ("none", "auto"),
    "response_format": ({"type": "text"},),
    "modalities": (["text"],),
}
"""Values that say no more than leaving the field out."""


def question_of(body: CompletionBody, audience: Audience) -> Question:
    """Without the record. Raises Refused."""
    _require_served(body)
    if len(body.messages) > MOST_MESSAGES:
        raise _too_long(f"{MOST_MESSAGES} messages")
    for at, message in enumerate(body.messages):
        _require_text(message, f"messages[{at}]")
    spoken = [
        (at, message) for at, message in enumerate(body.messages) if message.role not in INTEGRATORS
    ]
    if not spoken or spoken[-1][1].role != "user":
        raise Refused("The last message must be a question of the user.", "messages")
    if body.overrides and audience is not Audience.CLINICIAN:
        raise Refused("Rules can be overridden by a clinician alone.", "overrides")
    if body.as_of is not None and body.patient is None:
        raise Refused("as_of is the day to read a record on: send it with patient.", "as_of")
    *earlier, (last, asking) = spoken
    conversation = tuple(_turns(earlier))
    if sum(len(turn.text) for turn in conversation) > LONGEST_CONVERSATION:
        raise _too_long(f"{LONGEST_CONVERSATION:,} characters")
    try:
        return Question.asked(
            text_of(asking),
            audience,
            conversation=conversation,
            filters=body.filters.to_filters(),
            country=body.country,
            overrides=tuple(Override.model_validate(one.model_dump()) for one in body.overrides),
        )
    except InvalidQuestion as error:
        raise Refused(str(error), f"messages[{last}].content", "invalid_question") from None


def _too_long(bound: str) -> Refused:
    return Refused(
        f"The conversation has more than {bound}. Start a new one with what still matters.",
        "messages",
        "context_length_exceeded",
    )


def text_of(message: CompletionMessage) -> str:
    """Its parts of text, joined; of an assistant who refused, the refusal."""
    content = message.content
    if content is None:
        return message.refusal or ""
    if isinstance(content, str):
        return content
    return "\n".join(part.text or part.refusal or "" for part in content)


def words_in(body: CompletionBody) -> int:
    """Of all messages, read or not."""
    return sum(len(text_of(message).split()) for message in body.messages)


def _require_served(body: CompletionBody) -> None:
    """Raises Refused."""
    if body.n not in {None, 1}:
        raise Refused("There is one answer. Leave n out, or send 1.", "n")
    for field, why in _NOT_SERVED.items():
        value = getattr(body, field)
        if value and value not in _ASKS_FOR_NOTHING.get(field, ()):
            raise Refused(why, field, "unsupported_parameter")


def _require_text(message: CompletionMessage, at: str) -> None:
    """Raises Refused: it holds something else."""
    for field in ("tool_calls", "function_call", "audio"):
        if getattr(message, field):
            raise Refused("Only text is read. Leave this message out.", f"{at}.{field}")
    if message.content is None or isinstance(message.content, str):
        return
    for number, part in enumerate(message.content):
        place = f"{at}.content[{number}]"
        if part.type not in {"text", "refusal"}:
            raise Refused(
                "Only parts of type text are read: no images, no audio, no files.",
                f"{place}.type",
            )
        if (part.text if part.type == "text" else part.refusal) is None:
            raise Refused("This part holds no text.", f"{place}.{part.type}", "invalid_request")


def _turns(earlier: list[tuple[int, CompletionMessage]]) -> Iterator[Turn]:
    """Raises Refused: one cannot have been a question."""
    for at, message in earlier:
        text = text_of(message).strip()
        if message.role == "assistant":
            text = _said(text)
        elif len(text) > LONGEST_QUESTION:
            raise Refused(
                f"A message of the user has more than {LONGEST_QUESTION:,} characters. Shorten "
                "it, or leave it out.",
                f"messages[{at}].content",
            )
        elif _unreadable(text):
            raise Refused(
                "The message holds control characters: it is not text. Send it as UTF-8.",
                f"messages[{at}].content",
                "invalid_question",
            )
        if text:
            speaker = Speaker.USER if message.role == "user" else Speaker.ASSISTANT
            yield Turn(speaker=speaker, text=text)


def _said(text: str) -> str:
    """The sentences of an earlier reply, without marks and what stood behind them."""
    ends = [text.find(heading) for heading in BEHIND]
    sentences = text[: min((end for end in ends if end >= 0), default=len(text))]
    plain = "".join("\ufffd" if _unreadable(c) else c for c in _MARK.sub("", sentences))
    return plain.strip()[:LONGEST_QUESTION]


def _unreadable(text: str) -> bool:
    return any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n\r" for c in text)
