"""Archives, links, pipes and names that would lead a job astray, each with what is to be said."""

import bz2
import gzip
import io
import os
import random
import socket
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ingest.report import FileOutcome
from tests.ingest.hostile_files import QUARANTINED, SKIPPED, WRITTEN, packed

LONG_NAME = "\u00e4" * 140 + ".txt"
"""284 bytes: more than a disk takes."""
GOOD = "Good beside bad\n\nThis file number {} lies beside hostile ones and is to be read whole.\n"


def good(number: int) -> bytes:
    return GOOD.format(number).encode()


class Line(NamedTuple):
    """A line of the report: the origin as shown, what became of it, and a part of the reason."""

    origin: str
    outcome: FileOutcome
    says: str = ""


def archives(folder: Path) -> Iterator[Line]:
    """Written into `folder`; wherever a good file lies inside, it must be read."""
    (folder / "slip.zip").write_bytes(
        packed({"good.txt": good(1), "../up.txt": "x", "/etc/a.txt": "x", "C:\\a.txt": "x"})
    )
    yield Line("slip.zip!/good.txt", WRITTEN)
    for name in ("../up.txt", "/etc/a.txt", "C:/a.txt"):
        yield Line(f"slip.zip!/{name}", QUARANTINED, "leads out of the archive")

    (folder / "bomb.zip").write_bytes(packed({"a.txt": good(2), "b.txt": bytes(12 << 20)}))
    yield Line("bomb.zip!/a.txt", WRITTEN)
    yield Line("bomb.zip", QUARANTINED, "more than 200 times its size")

    nested = packed({"deep.txt": good(3)})
    for depth in range(4):
        nested = packed({f"{depth}.zip": nested, f"good{depth}.txt": good(10 + depth)})
    (folder / "nested.zip").write_bytes(nested)
    for inner in ("good3.txt", "3.zip!/good2.txt", "3.zip!/2.zip!/good1.txt"):
        yield Line(f"nested.zip!/{inner}", WRITTEN)
    yield Line("nested.zip!/3.zip!/2.zip!/1.zip", QUARANTINED, "more than 3 archives deep")

    (folder / "cut.txt.gz").write_bytes(gzip.compress(random.Random(5).randbytes(9000))[:4000])
    yield Line("cut.txt.gz", QUARANTINED, "cut short")
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(bytes(12 << 20)))
    yield Line("bomb.txt.gz", QUARANTINED, "more than 200 times its size")
    (folder / "binary.zip").write_bytes(random.Random(6).randbytes(900))
    yield Line("binary.zip", QUARANTINED, "corrupt")
    (folder / "empty.tar.gz").write_bytes(b"")
    yield Line("empty.tar.gz", QUARANTINED, "corrupt")

    (folder / "members.tar").write_bytes(tar(_members()))
    yield Line("members.tar!/good.txt", WRITTEN)
    yield Line("members.tar!//etc/passwd.txt", QUARANTINED, "leads out")
    yield Line("members.tar!/../up.txt", QUARANTINED, "leads out")
    for special in ("disk.txt", "pipe.txt", "soft.txt", "hard.txt"):
        yield Line(f"members.tar!/{special}", QUARANTINED, "link or a device")

    named = tarfile.TarInfo("a.txt")
    named.pax_headers = {"path": "a" * (30 << 20)}
    made = tar([(named, b"x")])
    (folder / "endless_name.tar").write_bytes(bz2.compress(made))
    yield Line("endless_name.tar", QUARANTINED, "file name of more than a megabyte")

    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive:
        archive.writestr("a.txt", good(5))
        archive.NameToInfo.clear()  # or zipfile warns
        archive.writestr("a.txt", good(6))
        archive.writestr("b\n\x1b[2J.txt", good(7))
        archive.writestr(LONG_NAME, good(8))
    (folder / "twice.zip").write_bytes(twice.getvalue())
    yield Line("twice.zip!/a.txt", WRITTEN)
    yield Line("twice.zip!/a.txt (again)", QUARANTINED, "another file of this name")
    yield Line("twice.zip!/b\\n\\x1b[2J.txt", WRITTEN)
    yield Line(f"twice.zip!/{LONG_NAME}", WRITTEN)


def _members() -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    for name in ("/etc/passwd.txt", "../up.txt"):
        yield tarfile.TarInfo(name), b"x"
    for name, kind in (
        ("disk.txt", tarfile.BLKTYPE),
        ("pipe.txt", tarfile.FIFOTYPE),
        ("soft.txt", tarfile.SYMTYPE),
        ("hard.txt", tarfile.LNKTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        yield info, b""
    yield tarfile.TarInfo("good.txt"), good(4)


def tar(members: Iterable[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in members:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def links_and_names(folder: Path) -> Iterator[Line]:
    """Written into `folder`: what no honest folder holds, and what some do."""
    inside = folder / "loop" / "inside"
    inside.mkdir(parents=True)
    (inside / "back").symlink_to(folder)
    (inside / "good.txt").write_bytes(good(20))
    yield Line("loop/inside/good.txt", WRITTEN)
    (folder / "round.txt").symlink_to(folder / "about.txt")
    (folder / "about.txt").symlink_to(folder / "round.txt")
    (folder / "nowhere.txt").symlink_to(folder / "nothing.txt")
    for name in ("round.txt", "about.txt", "nowhere.txt"):
        yield Line(name, QUARANTINED, "leads nowhere")
    os.mkfifo(folder / "pipe.txt")
    (folder / "piped.txt").symlink_to(folder / "pipe.txt")
    short = os.path.relpath(folder / "socket.txt")  # a socket's address has at most 108 bytes
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(short)
    for name in ("pipe.txt", "piped.txt", "socket.txt"):
        yield Line(name, QUARANTINED, "device or a pipe")
    (folder / "a_folder.pdf").mkdir()
    (folder / "a_folder.pdf" / "good.txt").write_bytes(good(21))
    yield Line("a_folder.pdf/good.txt", WRITTEN)
    for number, (stored, shown) in enumerate(
        (
            (b"two\nlines.txt", "two\\nlines.txt"),
            (b"red \x1b[31m.txt", "red \\x1b[31m.txt"),
            (b"turned \xe2\x80\xaetxt.txt", "turned \\u202etxt.txt"),
            (b"latin \xe9.txt", "latin \\xe9.txt"),
            (b"latin \xe8.txt", "latin \\xe8.txt"),
        )
    ):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + stored)).write_bytes(good(30 + number))
        yield Line(shown, WRITTEN)
    Path(os.fsdecode(os.fsencode(folder) + b"/odd \xff.zip")).write_bytes(packed({"a.txt": "x"}))
    yield Line("odd \\xff.zip", QUARANTINED, "rename it")
    (folder / "no_suffix").write_bytes(good(40))
    yield Line("no_suffix", SKIPPED, "format is not known")
