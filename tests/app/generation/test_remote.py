"""A language model on another machine: real HTTP on loopback, a server that misbehaves."""

import os
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx
import pytest

from app.domain.answer import DraftClaim, Insufficient
from app.domain.errors import ConfigurationError, GenerationTimeout, ModelUnavailable
from app.domain.model_state import Phase
from app.generation.remote.breaker import Breaker
from app.generation.remote.chat import RemoteServer
from app.generation.remote.generator import RemoteGenerator
from app.generation.remote.hosts import HostRefused, allowed_transport, client_over
from tests.app.generation.chat_server import (
    Reply,
    Server,
    breaks_off,
    drips,
    events,
    floods,
    hangs,
    keeps_alive,
    says,
    serving,
    status,
)
from tests.app.generation.passages import evidence

EVIDENCE = evidence(
    "Illustrative: examplol relieves itch. Repeat it after six hours.",
    "Illustrative: examplol may cause a headache. Stop it if the headache is severe.",
)
QUESTION = "Does examplol relieve itch in lymphoma?"
DRAFT = (
    '{"answered":true,"claims":[{"cite":[1],"text":"Examplol relieves itch."},'
    '{"cite":[2],"text":"It may cause a headache."}]}'
)
FIRST = DRAFT.partition(',{"cite":[2]')[0]
"""Up to where the first claim has closed."""
CLAIMS = [
    DraftClaim(text="Examplol relieves itch.", labels=(1,)),
    DraftClaim(text="It may cause a headache.", labels=(2,)),
]


def remote(
    server: Server, *, seconds: float = 20.0, idle: float = 10.0, retries: int = 0
) -> RemoteServer:
    return RemoteServer(
        url=server.url,
        model="illustrative",
        hosts=("127.0.0.1",),
        key="key-1",
        seconds=seconds,
        idle=idle,
        retries=retries,
    )


Made = Callable[..., RemoteGenerator]


@pytest.fixture
def made() -> Iterator[Made]:
    """Generators that are closed when the test is over."""
    with ExitStack() as stack:

        def make(server: RemoteServer, breaker: Breaker | None = None) -> RemoteGenerator:
            return stack.enter_context(closing(RemoteGenerator(server, breaker)))

        yield make


def drafted(server: Server, **limits: float) -> list[DraftClaim | Insufficient]:
    with closing(RemoteGenerator(remote(server, **limits))) as generator:  # type: ignore[arg-type]
        return list(generator.draft(QUESTION, EVIDENCE))


def test_claims_come_as_they_close_and_the_server_is_asked_for_the_form() -> None:
    with serving(says(DRAFT)) as server:
        assert drafted(server) == CLAIMS
    (asked,) = server.asked
    schema = asked["response_format"]["json_schema"]["schema"]
    assert schema["properties"]["claims"]["items"]["properties"]["cite"]["items"]["enum"] == [1, 2]
    assert (asked["temperature"], asked["seed"], asked["stream"]) == (0.0, 0, True)
    assert asked["max_tokens"] == 1024
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert QUESTION in asked["messages"][1]["content"]
    assert server.headers[0]["authorization"] == "Bearer key-1"


def test_no_answer_and_a_second_try(made: Made) -> None:
    refused = '{"answered":false,"claims":[]}'
    with serving(says(refused), says(DRAFT), says(refused)) as server:
        generator = made(remote(server))
        (only,) = generator.draft(QUESTION, EVIDENCE)
        assert isinstance(only, Insufficient)
        failed = DraftClaim(text="Give 50 mg.", labels=(1,))
        assert generator.redraft(QUESTION, EVIDENCE, failed, "it says 5 mg") == CLAIMS[0]
        assert generator.redraft(QUESTION, EVIDENCE, failed, "it says 5 mg") is None
    assert "it says 5 mg" in server.asked[1]["messages"][1]["content"]


def test_without_evidence_nobody_is_asked(made: Made) -> None:
    with serving(says(DRAFT)) as server:
        (only,) = made(remote(server)).draft(QUESTION, ())
        assert isinstance(only, Insufficient)
        assert server.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        status(400),
        status(401),
        status(404),
        status(500),
        says("I cannot answer in JSON, sorry."),
        says(""),
        says('{"answered":true,"claims":[{"cite":["one"],"text":"x"}]}'),
        events("no json at all"),
        events('{"choices":"lies"}'),
        events('{"choices":[{"delta":7}]}'),
        events('{"error":{"message":"your words: lymphoma"}}'),
        events("[]"),
        events("null"),
        breaks_off('{"answered":true,"cl'),
    ],
)
def test_a_server_that_fails_or_lies_is_unavailable_and_its_words_go_nowhere(reply: Reply) -> None:
    with serving(reply) as server, pytest.raises(ModelUnavailable) as caught:
        drafted(server)
    assert "lymphoma" not in str(caught.value)


def test_a_server_that_is_not_there_is_unavailable(made: Made) -> None:
    with serving(says(DRAFT)) as server:
        gone = remote(server)
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        list(made(gone).draft(QUESTION, EVIDENCE))


@pytest.mark.parametrize("after", ["", '{"answered":true,"cla'])
def test_a_server_that_hangs_is_too_late(after: str) -> None:
    began = time.monotonic()
    with serving(hangs(after, 1.5)) as server, pytest.raises(GenerationTimeout):
        drafted(server, idle=0.3)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("line", [": still here\n\n", "data:", "data: {}\n\n", "\n"])
def test_signs_of_life_without_a_word_are_no_answer(line: str) -> None:
    began = time.monotonic()
    with (
        serving(keeps_alive(line, 8)) as server,
        pytest.raises((GenerationTimeout, ModelUnavailable)),
    ):
        drafted(server, seconds=0.5)
    assert time.monotonic() - began < 6, "each byte began a new wait"


def test_a_line_that_never_ends_is_not_gathered() -> None:
    with serving(floods(b"data: " + b"x" * 2**20, 200)) as server:
        with pytest.raises(ModelUnavailable):
            drafted(server)
        assert server.hung_up.wait(10)
    assert server.sent < 40 * 2**20


def test_a_reply_that_was_packed_is_not_unpacked() -> None:
    bomb = zlib.compress(b"data: " + b"x" * 2**26)
    with (
        serving(floods(bomb, 1, Content_Encoding="deflate")) as server,
        pytest.raises(ModelUnavailable),
    ):
        drafted(server)
    assert server.headers[0]["accept-encoding"] == "identity"


def test_a_server_that_is_silent_to_the_end_of_its_time_is_too_late() -> None:
    began = time.monotonic()
    with (
        serving(keeps_alive("", 15, begun=False)) as server,
        pytest.raises(GenerationTimeout),
    ):
        drafted(server, seconds=0.5, idle=60)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("begun", [True, False])
def test_a_client_that_leaves_before_the_first_word_hangs_up_on_the_server(
    made: Made, begun: bool
) -> None:
    now: list[str] = []
    breaker = Breaker(failures=1)
    with serving(keeps_alive("", 20, begun=begun), says(DRAFT)) as server:
        generator = made(remote(server), breaker)
        leaving = threading.Timer(0.5, lambda: now.append("left"))
        leaving.start()
        began = time.monotonic()
        assert list(generator.draft(QUESTION, EVIDENCE, lambda: bool(now))) == []
        assert time.monotonic() - began < 5
        assert begun or server.hung_up.wait(5)
        assert breaker.admits(), "that nobody waited is no fault of the server"


def test_a_client_that_leaves_during_a_second_try_hangs_up(made: Made) -> None:
    failed = DraftClaim(text="Give 50 mg.", labels=(1,))
    with serving(keeps_alive("", 20, begun=False)) as server:
        began = time.monotonic()
        again = made(remote(server)).redraft(
            QUESTION, EVIDENCE, failed, "it says 5 mg", lambda: time.monotonic() > began + 0.5
        )
        assert again is None
        assert server.hung_up.wait(5)


def test_a_server_that_never_ends_is_too_late_and_claims_before_stand(
    made: Made,
) -> None:
    begins = FIRST + ',{"cite":[2],"text":"'
    with serving(drips(begins, 5)) as server:
        drafts = made(remote(server, seconds=0.5)).draft(QUESTION, EVIDENCE)
        assert next(drafts) == CLAIMS[0]
        with pytest.raises(GenerationTimeout):
            list(drafts)


def test_a_client_that_leaves_hangs_up_on_the_server(made: Made) -> None:
    begins = FIRST + ',{"cite":[2],"text":"'
    with serving(drips(begins, 20)) as server:
        drafts = made(remote(server)).draft(QUESTION, EVIDENCE)
        next(drafts)
        drafts.close()
        assert server.hung_up.wait(10)


@pytest.mark.parametrize("code", [429, 503])
def test_a_server_that_is_busy_is_asked_again(code: int) -> None:
    with serving(status(code), says(DRAFT)) as server:
        assert drafted(server, retries=1) == CLAIMS
        assert len(server.asked) == 2


def test_a_draft_that_began_is_never_begun_again(made: Made) -> None:
    with serving(breaks_off(FIRST, ",{", " "), says(DRAFT)) as server:
        drafts = made(remote(server, retries=3)).draft(QUESTION, EVIDENCE)
        assert next(drafts) == CLAIMS[0]
        with pytest.raises(ModelUnavailable):
            next(drafts)
        assert len(server.asked) == 1


def test_a_server_that_is_down_is_left_alone_for_a_while(made: Made) -> None:
    now = 0.0
    breaker = Breaker(failures=2, pause=30, clock=lambda: now)
    with serving(status(500), status(500), says(DRAFT)) as server:
        generator = made(remote(server), breaker)
        assert generator.state.phase is Phase.READY
        for _ in range(4):
            with pytest.raises(ModelUnavailable):
                list(generator.draft(QUESTION, EVIDENCE))
        assert len(server.asked) == 2
        assert (generator.state.phase, generator.state.retry_after) == (Phase.RESTING, 30)
        now = 31.0
        assert list(generator.draft(QUESTION, EVIDENCE)) == CLAIMS
        assert list(generator.draft(QUESTION, EVIDENCE)) == CLAIMS


def test_after_a_pause_one_try_alone_is_let_through() -> None:
    now = 0.0
    breaker = Breaker(failures=1, pause=10, clock=lambda: now)
    breaker.failed()
    now = 11.0
    assert (breaker.admits(), breaker.admits()) == (True, False)


@pytest.mark.parametrize(
    "url",
    [
        "http://llm.example.org/v1",
        "https://api.example.com",
        "http://127.0.0.1.example.org/v1",
        "http://127.0.0.1@example.org/v1",
        "ftp://127.0.0.1/v1",
        "127.0.0.1:8080",
        "http://[::1",
        "",
    ],
)
def test_a_host_outside_the_list_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ConfigurationError, match="CITEWELL_REMOTE"):
        RemoteGenerator(RemoteServer(url=url, model="m", hosts=("127.0.0.1",)))


def test_a_redirect_is_not_followed_out_of_the_house() -> None:
    with serving(status(307, Location="http://203.0.113.9/v1/chat/completions")) as server:
        with pytest.raises(ModelUnavailable):
            drafted(server)
        client = client_over(allowed_transport(("127.0.0.1",), None), 1.0)
        with pytest.raises(HostRefused):
            client.post("http://203.0.113.9/v1", content="words")
        client.close()


PROXIED = """
import json, sys
from app.generation.remote.chat import RemoteServer
from app.generation.remote.generator import RemoteGenerator
from tests.app.generation.passages import evidence
import socket
connected = []
connect = socket.socket.connect
def told(self, address):
    connected.append(address)
    return connect(self, address)
socket.socket.connect = told
server = RemoteServer(url=sys.argv[1], model="m", hosts=("127.0.0.1",), key="key-1")
print(len(list(RemoteGenerator(server).draft("Itch?", evidence("Examplol relieves itch.")))))
print(sorted({each[1] for each in connected if isinstance(each, tuple)}))
"""


def test_neither_a_proxy_nor_a_tracing_service_of_the_environment_is_told() -> None:
    with serving(says('{"answered":true,"claims":[{"cite":[1],"text":"It helps."}]}')) as server:
        port = httpx.URL(server.url).port
        outside = {
            "HTTP_PROXY": "http://127.0.0.1:9",
            "OPENAI_PROXY": "http://127.0.0.1:9",
            "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
            "OPENAI_API_BASE": "http://127.0.0.1:9/v1",
            "OPENAI_API_KEY": "of-the-site",
            "OPENAI_ORG_ID": "of-the-site",
            "OPENAI_PROJECT_ID": "of-the-site",
            "OPENAI_CUSTOM_HEADERS": "X-Of-The-Site: 1\nAuthorization: Bearer of-the-site",
            "OPENAI_LOG": "debug",
            "LC_OUTPUT_VERSION": "responses/v1",
            "ALL_PROXY": "http://127.0.0.1:9",
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_TRACING_V2": "true",
            "LANGCHAIN_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGCHAIN_HANDLER": "langchain",
            "LANGSMITH_OTEL_ENABLED": "true",
            "LANGSMITH_API_KEY": "key",
            "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
        }
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROXIED, server.url],
            cwd=Path(__file__).parents[3],
            env={**os.environ, **outside},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"1\n[{port}]\n", "")
    (headers,) = server.headers
    assert "of-the-site" not in str(headers).lower()
    assert headers["authorization"] == "Bearer key-1"


def test_the_fingerprint_names_model_and_server(made: Made) -> None:
    server = RemoteServer(url="http://127.0.0.1:1/v1", model="m-1", hosts=("127.0.0.1",))
    other = RemoteServer(url="http://127.0.0.1:1/v1", model="m-2", hosts=("127.0.0.1",))
    assert made(server).fingerprint != made(other).fingerprint
    assert "m-1" in made(server).fingerprint
