"""The ways to ask the service under load, each as the body of one request."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from eval.suite import UnusableSet


class Endpoint(NamedTuple):
    """`body` is of one question for an audience."""

    path: str
    body: Callable[[str, str], Mapping[str, object]]


QUESTIONS: Final = Endpoint(
    "/v1/questions", lambda question, audience: {"question": question, "audience": audience}
)
_COMPLETIONS: Final = Endpoint(
    "/v1/chat/completions",
    lambda question, audience: {
        "model": f"citewell-{audience}",
        "messages": [{"role": "user", "content": question}],
    },
)
_CHAT: Final = Endpoint(
    "/v1/chat", lambda question, audience: {"message": question, "audience": audience}
)
"""Each request begins a conversation of its own, which is kept."""
NAMED: Final = {"questions": QUESTIONS, "chat_completions": _COMPLETIONS, "chat": _CHAT}


def endpoint(name: str) -> Endpoint:
    """Raises UnusableSet: there is none of this name."""
    if name not in NAMED:
        raise UnusableSet(f"--set endpoint={name}: write one of {', '.join(NAMED)}.")
    return NAMED[name]
