"""The command line's promises: one line for an error, an exit code, JSON and nothing else."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli, running
from app.console import exits
from app.domain import errors
from tests.app.console.test_asking import served, told
from tests.app.http.conftest import DOSE, World


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


class CommandLine:
    """Runs `citewell` in this process."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
    ) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.setenv("CITEWELL_HOME", str(home))

    def __call__(self, *arguments: str, stdin: bytes | None = None) -> Ran:
        self._monkeypatch.setattr(sys, "argv", ["citewell", *arguments])
        if stdin is not None:
            self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        told = self._capsys.readouterr()
        code = stopped.value.code
        return Ran(int(code) if code is not None else 0, told.out, told.err)


@pytest.fixture
def citewell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    return CommandLine(monkeypatch, capsys, tmp_path)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[World]:
    world = World()
    with served(world) as url:
        running.announce(tmp_path, told(url, os.getpid()))
        yield world


def test_an_answer_is_quoted_and_its_source_named(citewell: CommandLine, service: World) -> None:
    ran = citewell("ask", "What is the dose of drug A?")
    assert ran.code == 0
    assert f"\u201c{DOSE}\u201d [1]\n" in ran.out
    assert "Sources\n  [1] Drug A. fake, undated, current\n" in ran.out
    assert ran.err == ""


def test_json_is_one_document_and_nothing_else(citewell: CommandLine, service: World) -> None:
    ran = citewell("ask", "What is the dose of drug A?", "--json")
    assert json.loads(ran.out)["kind"] == "answer"
    ran = citewell("search", "drug A", "-k", "2", "--json")
    assert [each["rank"] for each in json.loads(ran.out)["passages"]] == [1, 2]


def test_an_abstention_is_no_failure(citewell: CommandLine, service: World) -> None:
    ran = citewell("ask", "zzz")
    assert ran.code == 0
    assert ran.out.startswith("The library does not answer this question.")


def test_the_question_may_come_from_standard_input(citewell: CommandLine, service: World) -> None:
    ran = citewell("ask", "-", "--audience", "patient", stdin=b"dose of drug A?\n")
    assert ran.code == 0
    assert service.answering.asked[0][0].text == "dose of drug A?"
    assert service.answering.asked[0][0].audience == "patient"


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "The question is empty."),
        ("  ", "The question is empty."),
        ("a" * 100_000, "100,000 characters"),
        ("dose\x07", "control characters"),
        ("dose\udcff", "control characters"),
        ("?!", "no letter"),
    ],
)
def test_what_is_no_question_is_one_line_and_exit_2(
    citewell: CommandLine, question: str, says: str
) -> None:
    for command in ("ask", "search"):
        ran = citewell(command, question)
        assert ran.code == 2
        assert says in ran.err
        assert ran.err.count("\n") == 1
        assert ran.out == ""


@pytest.mark.parametrize("stdin", [b"\xff\xfe", b"\x00\x01", b"a" * 100_000, b""])
def test_standard_input_that_is_no_question_is_refused(citewell: CommandLine, stdin: bytes) -> None:
    ran = citewell("ask", "-", stdin=stdin)
    assert ran.code == 2
    assert ran.err.startswith("citewell: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "dose", "--audience", "nurse"),
        ("search", "dose", "-k", "0"),
        ("search", "dose", "-k", "many"),
        ("serve", "--port", "70000"),
        ("nothing",),
        ("index", "nothing"),
    ],
)
def test_wrong_usage_is_exit_2(citewell: CommandLine, arguments: tuple[str, ...]) -> None:
    ran = citewell(*arguments)
    assert ran.code == 2
    assert "Error" in ran.err
    assert "Traceback" not in ran.err


def test_a_wrong_setting_is_exit_2(citewell: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEWELL_PORT", "many")
    ran = citewell("ask", "dose")
    assert ran.code == 2
    assert "CITEWELL_PORT" in ran.err


def test_dev_refuses_to_listen_beyond_this_machine(citewell: CommandLine) -> None:
    ran = citewell("serve", "--dev", "--host", "192.0.2.1")
    assert ran.code == 2
    assert "loopback only" in ran.err


def test_every_error_has_an_exit_code() -> None:
    expected = {
        errors.NothingReadable("x"): 1,
        errors.NotFound("x"): 1,
        errors.InvalidQuestion("x"): 2,
        errors.IndexMismatch("x"): 2,
        errors.PortInUse("x"): 2,
        errors.IndexUnavailable("x"): 3,
        errors.WriterBusy("x"): 3,
        errors.DiskFull("x"): 4,
    }
    assert {error: exits.exit_of(error) for error in expected} == expected


def test_help_has_examples_and_lists_the_commands_of_others(citewell: CommandLine) -> None:
    ran = citewell("--help")
    assert ran.code == 0
    for word in ("ask", "search", "serve", "index", "doctor", "ingest", "eval", "Examples:"):
        assert word in ran.out
    assert citewell("--version").out.startswith("citewell ")


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)


def test_help_is_quick_and_loads_no_model_library() -> None:
    code = (
        "import sys; sys.argv = ['citewell', '--help']\n"
        "from app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'fastapi', 'numpy', 'sqlalchemy', 'ingest.cli', 'eval.cli', 'httpx'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        ran = run_python(code)
        seconds.append(time.perf_counter() - started)
        assert ran.stderr == "[]\n"
    assert min(seconds) < 1.5  # 0.4 s on two cores; the margin is for a busy machine


def test_asking_a_service_loads_no_model_library(service: World, tmp_path: Path) -> None:
    ran = run_python(
        f"import os, sys; os.environ['CITEWELL_HOME'] = {str(tmp_path)!r}\n"
        "sys.argv = ['citewell', 'ask', 'dose of drug A']\n"
        "from app.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'torch', 'fastapi', 'numpy'} & set(sys.modules)), file=sys.stderr)"
    )
    assert ran.stderr == "[]\n"
    assert DOSE in ran.stdout


def test_what_was_said_before_goes_with_the_question(
    citewell: CommandLine, service: World, tmp_path: Path
) -> None:
    said = tmp_path / "said.json"
    said.write_text('[{"speaker": "user", "text": "What is the dose of drug A?"}]')
    assert citewell("ask", "and for children?", "--conversation", str(said)).code == 0
    question, _ = service.answering.asked[0]
    assert [turn.text for turn in question.conversation] == ["What is the dose of drug A?"]


@pytest.mark.parametrize("text", ["{}", '[{"speaker": "nurse", "text": "x"}]', "x", None])
def test_a_file_that_is_no_conversation_is_told_in_one_line(
    citewell: CommandLine, tmp_path: Path, text: str | None
) -> None:
    said = tmp_path / "said.json"
    if text is not None:
        said.write_text(text)
    ran = citewell("ask", "and for children?", "--conversation", str(said))
    assert ran.code == exits.Exit.REFUSED
    assert "said.json" in ran.err
    assert ran.err.count("\n") == 1


def test_too_many_turns_are_told(citewell: CommandLine, tmp_path: Path) -> None:
    said = tmp_path / "said.json"
    said.write_text(json.dumps([{"speaker": "user", "text": "x"}] * 501))
    ran = citewell("ask", "and for children?", "--conversation", str(said))
    assert "at most 500" in ran.err
