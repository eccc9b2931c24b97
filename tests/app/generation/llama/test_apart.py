"""The engine stays in its own process, and keeps to this machine."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]

OFFLINE = """
import socket, sys
def refused(*_):
    raise AssertionError("the network was reached for")
socket.socket.connect = refused
socket.getaddrinfo = refused
from pathlib import Path
from app.generation.llama.engine import LlamaEngine
from app.generation.llama.greedy import Greedy
from app.generation.llama.orders import Load, Turn, Write
from eval.bench.made_gguf import TEMPLATE
engine = LlamaEngine(Load(sys.argv[1], 2048, 1, TEMPLATE))
order = Write(1, (Turn("user", "itch?"),), 'root ::= "yes"', 9, False)
*words, ended = Greedy(engine).write(order)
print("".join(word.text for word in words))
"""


def python(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_engine_reaches_for_no_network(tiny_gguf: Path) -> None:
    assert python(OFFLINE, str(tiny_gguf)) == "yes"


def test_the_service_loads_no_llama_cpp() -> None:
    program = "import sys, app.generation.llama.generator; print('llama_cpp' in sys.modules)"
    assert python(program) == "False"
