"""What the log writes, and what it never writes."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.domain.observed import FIELDS
from app.observe.logs import JsonLines, TextLines, where

WORDS = "Quixotrin Weatherby, born 1950-01-01"


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[tuple[logging.Logger, io.StringIO]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield root, stream
    finally:
        root.removeHandler(handler)


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()], ids=["json", "text"])
def test_a_library_s_message_and_arguments_are_not_written(formatter: logging.Formatter) -> None:
    with logged(formatter) as (_, stream):
        for name in ("httpx", "sqlalchemy.engine", "langchain_openai", "appliance", "evaluator"):
            logging.getLogger(name).error("GET %s", WORDS)
            logging.getLogger(name).error(f"parameters: {WORDS}")  # noqa: G004 - as libraries do
    said = stream.getvalue()
    assert said.count("\n") == 10
    assert "Weatherby" not in said
    assert "sqlalchemy.engine test_logs:" in said


@pytest.mark.parametrize("formatter", [JsonLines(), TextLines()], ids=["json", "text"])
def test_an_exception_is_told_by_class_and_place_alone(formatter: logging.Formatter) -> None:
    with logged(formatter) as (_, stream):
        try:
            try:
                raise ValueError(WORDS)
            except ValueError as error:
                raise ExceptionGroup(WORDS, [KeyError(WORDS)]) from error
        except ExceptionGroup:
            logging.getLogger("citewell").exception("It broke")
    said = stream.getvalue()
    assert said.count("\n") == 1
    assert "Weatherby" not in said
    for told in ("It broke", "ExceptionGroup at", "ValueError at", "KeyError at", "test_logs.py:"):
        assert told in said


def test_an_exception_that_came_from_itself_ends() -> None:
    error = ValueError()
    other = KeyError()
    error.__cause__, other.__cause__ = other, error
    assert where(error).count(" at ") == 2


HOSTILE = [
    'a"}\n{"level": "INFO", "message": "forged"}',
    "a\r\nb\x1b[2Jc\x00d",
    "a\u2028b\u2029c\u202ed\x85e",
    "\ud800",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_value_forges_a_second_line(name: str) -> None:
    for formatter in (JsonLines(), TextLines()):
        made = {"name": "citewell.http", "msg": "%s", "args": (name,), FIELDS: {"caller": name}}
        said = formatter.format(logging.makeLogRecord(made))
        assert len(said.splitlines()) == 1
        assert said.isprintable()
        assert "\x1b" not in said


def test_a_json_line_holds_the_fields_and_leaves_out_what_is_not_known() -> None:
    with logged(JsonLines()) as (_, stream):
        logging.getLogger("citewell.http").warning(
            "x", extra={FIELDS: {"route": "/v1/search", "status": 200, "caller": None, "odd": {1}}}
        )
    line = json.loads(stream.getvalue())
    assert line["route"] == "/v1/search"
    assert line["status"] == 200
    assert "caller" not in line
    assert line["odd"] == "(set)"
    assert line["time"].endswith("Z")
    assert set(line) == {"time", "level", "logger", "message", "route", "status", "odd"}


def test_what_goes_past_the_log_is_caught_by_it() -> None:
    program = (
        "import sys, threading, warnings\n"
        "from app.observe.logs import log_to\n"
        "log_to(sys.stderr, 'json')\n"
        f"words = {WORDS!r}\n"
        "def breaks(): raise ValueError(words)\n"
        "thread = threading.Thread(target=breaks); thread.start(); thread.join()\n"
        "class Leaves:\n"
        "    def __del__(self): raise KeyError(words)\n"
        "Leaves()\n"
        "warnings.warn(words)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    lines = [json.loads(line)["message"] for line in ran.stderr.splitlines()]
    assert "Weatherby" not in ran.stderr
    assert len(lines) == 3
    assert "A thread ended with ValueError at" in lines[0]
    assert "A finaliser ended with KeyError at" in lines[1]
    assert "py.warnings" in lines[2]


def test_uvicorn_s_template_is_written_without_what_it_is_filled_with() -> None:
    with logged(TextLines()) as (_, stream):
        logging.getLogger("uvicorn.error").error("Cancel %s running task(s)", WORDS)
    assert "Cancel %s running task(s)" in stream.getvalue()
    assert "Weatherby" not in stream.getvalue()
