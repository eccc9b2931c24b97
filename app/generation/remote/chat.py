"""An OpenAI-compatible chat server (llama-server, vLLM) through LangChain's chat model."""

import logging
import os
from collections.abc import Generator as Steps
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_any,
    stop_when_event_set,
    wait_exponential,
)

from app.domain.errors import GenerationTimeout, ModelUnavailable
from app.domain.leaving import Left, stays
from app.generation.form import JsonSchema
from app.generation.prompt import Prompt
from app.generation.remote.hosts import allowed_transport, checked_url, client_over
from app.generation.remote.watch import Over, Watch, Watched

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk
    from langchain_openai import ChatOpenAI

NO_KEY: Final = "none"
"""LangChain insists on a key; servers without one ignore it."""
_OUT_OF_FORM: Final = (AssertionError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What the client libraries raise where a server's reply is not what it should be."""


@dataclass(frozen=True)
class RemoteServer:
    """Where a chat model runs, and what it may be asked.

    Args:
        url: up to and with `/v1`.
        model: as the server names it.
        hosts: those that may be spoken to.
        context: tokens that the model reads and writes in all.
        tokens: of them for the draft.
        seconds: that one draft may take.
        idle: seconds without a sign of life after which the server counts as hanging.
        retries: further tries where no connection comes about or the server is overloaded, before
            a first word.
    """

    url: str
    model: str
    hosts: tuple[str, ...]
    key: str | None = None
    context: int = 8192
    tokens: int = 1024
    seconds: float = 60.0
    idle: float = 20.0
    retries: int = 2
    seed: int = 0


class _Passing(Exception):
    """A fault that may be gone at the next try."""


class RemoteChat:
    """Text from a chat model, in pieces as it comes."""

    def __init__(self, server: RemoteServer) -> None:
        """Raises ConfigurationError: the server's host is not allowed."""
        checked_url(server.url, server.hosts)
        self._server = server
        self._transport = allowed_transport(server.hosts, server.key)

    def close(self) -> None:
        """Give back the connections."""
        self._transport.close()

    def stream(
        self, prompt: Prompt, schema: JsonSchema, left: Left = stays
    ) -> Steps[str, None, None]:
        """The model's text; closing the iterator closes the connection. Where `left` says so, it
        ends within a moment, and early.

        Raises:
            ModelUnavailable: the server cannot be reached, refuses, or answers out of form. The
                message holds nothing that the server said, for it may repeat the question.
            GenerationTimeout: it took longer than it may.
        """
        import langchain_openai  # noqa: F401 - takes seconds, which are not the server's

        with (
            Watch(self._server.seconds, left) as watch,
            client_over(Watched(self._transport, watch), self._server.idle) as client,
        ):
            try:
                yield from self._said(client, watch, prompt, schema)
            except ModelUnavailable:
                if watch.over is None:
                    raise
            if watch.over is Over.LATE:
                raise self._too_late()

    def _said(
        self, client: httpx.Client, watch: Watch, prompt: Prompt, schema: JsonSchema
    ) -> Steps[str, None, None]:
        from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError

        try:
            first, rest = self._opened(client, watch, prompt, schema)
            for chunk in _chained(first, rest):
                if watch.over is not None:
                    return
                yield chunk.text
        except (APITimeoutError, httpx.TimeoutException):
            raise self._too_late() from None
        except (_Passing, APIConnectionError, httpx.HTTPError):
            raise ModelUnavailable(
                f"The language model's server at {self._server.url} cannot be reached. Is it "
                "running, and is CITEWELL_REMOTE_URL right?"
            ) from None
        except APIStatusError as error:
            raise ModelUnavailable(
                f"The language model's server at {self._server.url} refused with status "
                f"{error.status_code}. Its own log says why; check CITEWELL_REMOTE_MODEL and "
                "CITEWELL_REMOTE_KEY."
            ) from None
        except (OpenAIError, *_OUT_OF_FORM):
            raise ModelUnavailable(
                f"The language model's server at {self._server.url} gave a reply that is not of "
                "OpenAI's form."
            ) from None

    def _opened(
        self, client: httpx.Client, watch: Watch, prompt: Prompt, schema: JsonSchema
    ) -> "tuple[AIMessageChunk | None, Iterator[AIMessageChunk]]":
        """The first piece and an iterator over the rest, after as many tries as it takes."""
        from langsmith.run_helpers import tracing_context
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        model = self._model(client)
        for attempt in Retrying(
            stop=stop_any(
                stop_after_attempt(1 + self._server.retries), stop_when_event_set(watch.ended)
            ),
            wait=wait_exponential(multiplier=0.25, max=4.0),
            sleep=watch.wait,
            retry=retry_if_exception_type(_Passing),
            reraise=True,
        ):
            # a site's environment may ask LangChain to report every prompt to a service outside
            with attempt, tracing_context(enabled=False):
                chunks = _begun(model, prompt, schema)
                try:
                    return next(chunks, None), chunks
                except APITimeoutError:
                    raise
                except APIConnectionError as error:
                    raise _Passing from error
                except APIStatusError as error:
                    if error.status_code in (429, 500, 502, 503, 504):
                        raise _Passing from error
                    raise
        raise AssertionError("a try either succeeds or raises")

    def _model(self, client: httpx.Client) -> "ChatOpenAI":
        """All that it would otherwise take from the environment is given, or stopped at the door
        (`AllowedHosts`)."""
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        # OPENAI_LOG=debug would write every prompt down, and these two end in an error
        logging.getLogger("openai").setLevel(logging.WARNING)
        os.environ["LANGCHAIN_TRACING"] = os.environ["LANGCHAIN_HANDLER"] = "false"
        server = self._server
        return ChatOpenAI(
            base_url=server.url,
            model=server.model,
            api_key=SecretStr(server.key or NO_KEY),
            http_client=client,
            timeout=client.timeout,
            temperature=0.0,
            seed=server.seed,
            max_retries=0,
            stream_usage=False,
            use_responses_api=False,
            output_version="v0",
            http_socket_options=(),
            openai_proxy="",
            # not `max_completion_tokens`, which older llama-server ignores
            extra_body={"max_tokens": server.tokens},
        )

    def _too_late(self) -> GenerationTimeout:
        return GenerationTimeout(
            f"The language model's server at {self._server.url} took longer than it may "
            f"({self._server.seconds:.0f} s in all, {self._server.idle:.0f} s without a word)."
        )


def _begun(model: "ChatOpenAI", prompt: Prompt, schema: JsonSchema) -> "Iterator[AIMessageChunk]":
    return model.stream(
        [(message.role.value, message.text) for message in prompt.messages],
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "draft", "strict": True, "schema": schema},
        },
    )


def _chained(
    first: "AIMessageChunk | None", rest: "Iterator[AIMessageChunk]"
) -> "Iterator[AIMessageChunk]":
    if first is not None:
        yield first
        yield from rest
