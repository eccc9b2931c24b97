"""Reading never reaches for the network, whatever the libraries would like to fetch."""

import subprocess
import sys
from pathlib import Path

import docx

from tests.ingest.sources.reading import written

PROGRAM = """
import sys
from pathlib import Path

def guard(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
        print("reached for the network:", event, arguments)
        sys.stdout.flush()
        import os; os._exit(3)

sys.addaudithook(guard)
from ingest.reading import SourceFile
from ingest.sources.docx import DocxReader
from ingest.sources.html import HtmlReader
from ingest.sources.markdown import MarkdownReader
from ingest.sources.text import TextReader

for path in sorted(Path(sys.argv[1]).iterdir()):
    file = SourceFile(path=path, origin=path.name)
    for reader in (DocxReader(), HtmlReader(), MarkdownReader(), TextReader()):
        if reader.accepts(file):
            (document,) = reader.read(file, {})
            print(path.name, len(document.blocks))
"""


def test_no_reader_reaches_for_the_network_or_writes_to_the_terminal(tmp_path: Path) -> None:
    words = "Give the drug with food. Check the level after a week."
    written(tmp_path, "a.html", f"<h1>Dose</h1><p>{words}</p><p>Give With Food</p>")
    written(tmp_path, "b.md", f"# Dose\n\n{words}\n")
    written(tmp_path, "c.txt", f"{words}\n\nGive With Food\n")
    document = docx.Document()
    document.add_paragraph(words)
    document.add_paragraph("Give With Food")
    document.save(str(tmp_path / "d.docx"))
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.split() == ["a.html", "3", "b.md", "2", "c.txt", "2", "d.docx", "2"]
