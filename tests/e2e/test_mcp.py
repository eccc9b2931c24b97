"""A client of MCP, the official one, talks to the real program: by a key over HTTP, and over
standard input and output with and without a service beside it."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from tests.e2e.conftest import free_port, wait_until_ready
from tests.e2e.terminal import CITEWELL, ROOT, citewell, environment

APIXABAN = "What dose of apixaban with an eGFR of 22?"


@pytest.fixture
def keyed(own_home: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A service that asks for keys: its address, and a key for each of two roles."""
    keys = {}
    for role in ("clinician", "patient-app"):
        made = citewell(own_home, "keys", "create", "--role", role, "--name", role, "--json")
        assert made.returncode == 0, made.stderr
        keys[role] = made.stdout.partition('"key": "')[2].partition('"')[0]
    port = free_port()
    process = subprocess.Popen(
        [str(CITEWELL), "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment(own_home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process)
        yield f"{url}/mcp", keys
    finally:
        process.terminate()
        assert process.wait(30) == 0


async def conversation(client: Client) -> list[dict[str, Any]]:
    """Asks, reads what was cited, asks on with what was said before, and is referred."""
    tools = await client.list_tools()
    assert {tool.name for tool in tools.tools} == {"ask", "search", "run_checks", "read_passage"}
    first = await client.call_tool("ask", {"question": APIXABAN})
    answer = first.structured_content["outcome"]
    citation = answer["claims"][0]["citations"][0]
    read = await client.call_tool(
        "read_passage",
        {"id": citation["passage_id"], **citation["span"]},
    )
    assert f"**{citation['quote']}**" in read.model_dump_json()
    then = await client.call_tool(
        "ask",
        {
            "question": "Can doxycycline be given for an infected bite?",
            "conversation": [
                {"speaker": "user", "text": "She is 20 weeks pregnant."},
                {"speaker": "assistant", "text": "What would you like to know?"},
            ],
        },
    )
    checked = await client.call_tool(
        "run_checks",
        {
            "statement": "Give doxycycline 100 mg twice daily.",
            "person": "She is 20 weeks pregnant and takes warfarin.",
        },
    )
    against = [one for one in checked.structured_content["checks"] if one["status"] == "block"]
    assert any("tetracycline" in str(one["rule"]) for one in against), checked.content
    referred = await client.call_tool(
        "ask", {"question": "I have crushing chest pain and my arm hurts.", "audience": "patient"}
    )
    return [
        answer,
        then.structured_content["outcome"],
        referred.structured_content["outcome"],
    ]


def meets(outcomes: list[dict[str, Any]]) -> None:
    answer, then, referred = outcomes
    assert answer["kind"] == "answer"
    assert any("apixaban" in claim["text"] for claim in answer["claims"])
    fired = [check for check in then["checks"] if check["status"] in {"warn", "block"}]
    assert any("pregnan" in f"{check['rule']} {check['why']}".lower() for check in fired), then
    assert referred["kind"] == "referral"


def over_http(url: str, key: str) -> list[dict[str, Any]]:
    async def talk() -> list[dict[str, Any]]:
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            return await conversation(client)

    return anyio.run(talk)


def over_stdio(home: Path) -> list[dict[str, Any]]:
    async def talk() -> list[dict[str, Any]]:
        started = StdioServerParameters(
            command=str(CITEWELL), args=["mcp"], env=environment(home), cwd=ROOT
        )
        async with Client(started) as client:
            return await conversation(client)

    return anyio.run(talk)


def test_a_conversation_over_http_with_a_key(keyed: tuple[str, dict[str, str]]) -> None:
    url, keys = keyed
    meets(over_http(url, keys["clinician"]))
    refused = httpx.post(url, json={}, headers={"Authorization": "Bearer no"}, trust_env=False)
    assert refused.status_code == 401


def test_a_conversation_over_standard_input_and_output(own_home: Path) -> None:
    meets(over_stdio(own_home))


@pytest.mark.slow
def test_beside_a_service_the_same_is_asked_of_it(sample_home: Path, server: str) -> None:
    assert httpx.get(f"{server}/healthz", trust_env=False).is_success
    meets(over_stdio(sample_home))


def test_standard_output_holds_the_protocol_alone(own_home: Path) -> None:
    """Also where a client sends what is none."""
    done = subprocess.run(
        [str(CITEWELL), "mcp"],
        cwd=ROOT,
        env={**environment(own_home), "PYTHONUNBUFFERED": "1"},
        input='not json\n{"jsonrpc": "2.0", "id": 1, "method": "ping"}\n',
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        assert line.startswith('{"jsonrpc":"2.0"'), line
    assert "not json" not in done.stderr
    assert os.sep not in done.stdout
