"""What a client of OpenAI's chat protocol sends, as far as something is made of it.

The clients send a good deal more (`temperature`, `seed`, `max_tokens`, fields of their own): what
is not named here is passed over and changes nothing. What would change what an answer is, and
cannot be had (tools, images, several answers), is named, and refused by `asked.py`.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictBool, StrictInt, Tag
from pydantic.json_schema import SkipJsonSchema

from app.http import wire

MOST_MESSAGES: Final = 500
"""Of one conversation. None is left out unseen: pregnancy may be told in the first of them."""
LONGEST_CONVERSATION: Final = 100_000
"""Characters. Every turn is read for what it tells of the person: a megabyte of them took 17 s on
two cores, so many take 2."""
Role = Literal["system", "developer", "user", "assistant"]


class _Sent(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ContentPart(_Sent):
    """One of the parts that a message's content may come in: text alone is read."""

    type: str = Field(
        description="`text`, and of the assistant `refusal`.", examples=["text"], max_length=100
    )
    text: str | None = Field(default=None, repr=False)
    refusal: str | None = Field(default=None, repr=False)


AS_TEXT: Final = "(text)"
AS_PARTS: Final = "(parts)"
FORMS: Final = frozenset({AS_TEXT, AS_PARTS})
"""Names that stand in the place of a fault, and in no request."""


def _form(content: object) -> str:
    return AS_PARTS if isinstance(content, list | tuple) else AS_TEXT


Content = Annotated[
    Annotated[str, Tag(AS_TEXT)] | Annotated[tuple[ContentPart, ...], Tag(AS_PARTS)],
    Discriminator(_form),
]
NotServed = SkipJsonSchema[Any]
"""Whatever it holds, it is refused unless it asks for nothing."""


class CompletionMessage(_Sent):
    role: Role
    content: Content | None = Field(
        default=None,
        repr=False,
        examples=["Which antibiotics should be avoided in pregnancy?"],
    )
    refusal: str | None = Field(default=None, repr=False)
    tool_calls: NotServed = None
    function_call: NotServed = None
    audio: NotServed = None


class StreamOptions(_Sent):
    include_usage: StrictBool | None = None


class CompletionBody(_Sent):
    model: str = Field(
        description="For whom: see `GET /v1/models`.", examples=["citewell-clinician"]
    )
    messages: tuple[CompletionMessage, ...] = Field(
        min_length=1,
        description="The last one is the question, those before it the conversation. Messages of "
        "`system` and `developer` are not read.",
        json_schema_extra={"maxItems": MOST_MESSAGES},  # `asked.py` says what to do about it
        examples=[
            [{"role": "user", "content": "Which antibiotics should be avoided in pregnancy?"}]
        ],
    )
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: StrictInt | None = Field(default=None, description="1: there is one answer.")
    patient: wire.Bundle | None = Field(default=None, repr=False)
    as_of: wire.AsOf = None
    filters: wire.FiltersBody = wire.FiltersBody()
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Where the asker is, ISO 3166-1: whose emergency numbers a referral gives.",
        examples=["GB"],
    )
    overrides: tuple[wire.OverrideBody, ...] = Field(
        default=(),
        max_length=20,
        description="For clinicians alone; each is on record before its claim is shown.",
    )
    tools: NotServed = None
    tool_choice: NotServed = None
    functions: NotServed = None
    function_call: NotServed = None
    logprobs: NotServed = None
    top_logprobs: NotServed = None
    response_format: NotServed = None
    modalities: NotServed = None
    audio: NotServed = None
    web_search_options: NotServed = None
