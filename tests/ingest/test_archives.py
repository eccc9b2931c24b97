"""The walk: what is found, under which name, and what is refused without stopping the rest."""

import gzip
import io
import os
import random
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.archives import Limits, Refused, walk
from ingest.reading import SourceFile


def contents(paths: list[Path], limits: Limits | None = None) -> dict[str, str]:
    """Origin -> what the file holds, or why it was refused; read while the walk stands there."""
    return {
        item.origin: f"REFUSED {item.reason}"
        if isinstance(item, Refused)
        else item.path.read_text()
        for item in walk(paths, limits)
    }


def zip_of(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return packed.getvalue()


def tar_gz(path: Path, members: dict[str, bytes], *special: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in special:
            archive.addfile(info)
    return path


def test_a_folder_is_walked_in_order_without_what_systems_leave(tmp_path: Path) -> None:
    folder = tmp_path / "guidelines"
    (folder / "b").mkdir(parents=True)
    for name in ("c.txt", "b/a.txt", "a.md", ".hidden", "corpus.toml", "Thumbs.db", "~$a.docx"):
        (folder / name).write_text(name)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    origins = [item.origin for item in walk([folder])]
    assert origins == ["guidelines/a.md", "guidelines/b/a.txt", "guidelines/c.txt"]


def test_members_bear_the_name_of_their_archive(tmp_path: Path) -> None:
    folder = tmp_path / "guidelines"
    folder.mkdir()
    tar_gz(folder / "std.tar.gz", {"./toc.htm": b"toc", "deep/a.htm": b"a", "._toc.htm": b"x"})
    (folder / "x.xml.gz").write_bytes(gzip.compress(b"xml"))
    (folder / "z.zip").write_bytes(zip_of(b_dot_txt=b"b", a__a_dot_txt=b"a"))
    assert contents([folder]) == {
        "guidelines/std.tar.gz!/toc.htm": "toc",
        "guidelines/std.tar.gz!/deep/a.htm": "a",
        "guidelines/x.xml.gz!/x.xml": "xml",
        "guidelines/z.zip!/a/a.txt": "a",
        "guidelines/z.zip!/b.txt": "b",
    }


def test_a_single_file_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    assert contents([tmp_path / "a.txt"]) == {"a.txt": "a"}


def test_archives_in_archives_are_opened_down_to_the_depth(tmp_path: Path) -> None:
    inner = zip_of(leaf_dot_txt=b"leaf")
    for _ in range(2):
        inner = zip_of(inner_dot_zip=inner)
    (tmp_path / "outer.zip").write_bytes(inner)
    deep = "outer.zip!/inner.zip!/inner.zip"
    assert contents([tmp_path / "outer.zip"]) == {f"{deep}!/leaf.txt": "leaf"}
    refused = contents([tmp_path / "outer.zip"], Limits(depth=2))
    assert list(refused) == [deep]
    assert "archives deep" in refused[deep]


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt"]
)
def test_a_member_never_leaves_its_archive(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(name, "evil")
        archive.writestr("good.txt", "good")
    tar_gz(tmp_path / "evil.tar.gz", {name: b"evil", "good.txt": b"good"})
    found = contents([tmp_path])
    assert sorted(text for text in found.values() if "REFUSED" not in text) == ["good", "good"]
    assert sum("leads out" in text for text in found.values()) == 2
    assert not (tmp_path.parent / "evil.txt").exists()


def test_links_and_devices_in_an_archive_are_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("passwd")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo("hard")
    hard.type, hard.linkname = tarfile.LNKTYPE, "/etc/passwd"
    device = tarfile.TarInfo("null")
    device.type = tarfile.CHRTYPE
    tar_gz(tmp_path / "a.tar.gz", {"good.txt": b"good"}, link, hard, device)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    found = contents([tmp_path])
    assert sum("link or a device" in text for text in found.values()) == 4
    assert list(found.values()).count("good") == 1


@pytest.mark.parametrize("suffix", [".zip", ".gz"])
def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path, suffix: str) -> None:
    zeros = bytes(60 << 20)
    packed = gzip.compress(zeros) if suffix == ".gz" else zip_of(zeros_dot_txt=zeros)
    (tmp_path / f"a{suffix}").write_bytes(packed)
    (tmp_path / "b.txt").write_text("b")
    found = list(contents([tmp_path]).values())
    assert "times its size" in found[0]
    assert found[1:] == ["b"]


def test_the_total_unpacked_is_bounded(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(300_000)
    (tmp_path / "a.zip").write_bytes(zip_of(one_dot_bin=noise, two_dot_bin=noise))
    items = list(walk([tmp_path], Limits(unpacked=400_000)))
    assert [item.origin.split("/", 1)[1] for item in items] == ["a.zip!/one.bin", "a.zip"]
    assert isinstance(items[1], Refused)
    assert "unpack to more" in items[1].reason


def test_the_number_of_members_is_bounded(tmp_path: Path) -> None:
    tar_gz(tmp_path / "a.tar.gz", {f"{n}.txt": b"x" for n in range(20)})
    found = contents([tmp_path / "a.tar.gz"], Limits(members=5))
    assert len(found) == 6
    assert "several runs" in found["a.tar.gz"]


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.gz"])
@pytest.mark.parametrize("damage", ["empty", "junk", "cut"])
def test_a_corrupt_archive_is_refused_and_the_walk_goes_on(
    tmp_path: Path, name: str, damage: str
) -> None:
    noise = random.Random(7).randbytes(200_000)
    path = tmp_path / name
    if name.endswith(".zip"):
        path.write_bytes(zip_of(x_dot_bin=noise))
    elif name == "a.gz":
        path.write_bytes(gzip.compress(noise))
    else:
        with tarfile.open(path, "w" if name == "a.tar" else "w:gz") as archive:
            info = tarfile.TarInfo("x.bin")
            info.size = len(noise)
            archive.addfile(info, io.BytesIO(noise))
    whole = path.read_bytes()
    path.write_bytes({"empty": b"", "junk": b"junk" * 300, "cut": whole[:100_000]}[damage])
    (tmp_path / "b.txt").write_text("b")
    items = list(walk([tmp_path]))
    assert isinstance(items[-1], SourceFile)
    if not (damage == "empty" and name == "a.gz"):  # nothing packed is nothing, not corrupt
        assert isinstance(items[0], Refused)


def test_an_encrypted_member_is_refused_alone(tmp_path: Path) -> None:
    raw = bytearray(zip_of(a_dot_txt=b"a"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + offset] |= 1
    (tmp_path / "a.zip").write_bytes(raw)
    found = contents([tmp_path / "a.zip"])
    assert "password" in found["a.zip!/a.txt"]


def test_a_loop_of_links_is_walked_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    found = contents([tmp_path])
    assert list(found.values()) == ["a", "REFUSED The link leads nowhere."]


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (refused,) = walk([tmp_path])
    assert isinstance(refused, Refused)


def test_a_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    (refused,) = walk([tmp_path / "missing"])
    assert isinstance(refused, Refused)
    assert refused.origin.endswith("missing")


def test_nothing_unpacked_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(room))
    tar_gz(tmp_path / "a.tar.gz", {f"{n}.txt": b"x" for n in range(3)})
    walking: Iterator[object] = walk([tmp_path / "a.tar.gz"])
    next(walking)
    assert len(list(room.rglob("*.txt"))) == 1
    list(walking)
    assert list(room.iterdir()) == []
