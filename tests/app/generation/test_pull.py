"""Models are brought whole or not at all, from a server on this machine or from a file."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.errors import (
    CitewellError,
    ConfigurationError,
    DiskFull,
    DownloadRefused,
    LicenceNotAccepted,
    ModelChanged,
    ModelUnavailable,
    NotFound,
    WriterBusy,
)
from app.generation.models import pulling
from app.generation.models.addresses import check_led
from app.generation.models.catalogue import find
from app.generation.models.folder import ModelsFolder
from app.generation.models.pulling import Wanted, pull
from app.generation.models.resolving import ModelFile, resolve
from app.generation.models.verifying import State, verify
from tests.app.generation.file_server import SHA256, WEIGHTS, FileServer, file_server

ROOT = Path(__file__).parents[3]
GGUF = "example/tiny-GGUF/tiny.Q4_K_M.gguf"
PATH = "/example/tiny-GGUF/resolve/main/tiny.Q4_K_M.gguf"


def now() -> datetime:
    return datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with file_server() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> ModelsFolder:
    return ModelsFolder(tmp_path / "language")


@pytest.fixture
def part(folder: ModelsFolder) -> Path:
    return folder.path / "tiny" / "tiny.Q4_K_M.gguf.part"


def bring(
    folder: ModelsFolder,
    mirror: str,
    *,
    name: str = "tiny",
    gguf: str | None = GGUF,
    file: Path | None = None,
    link: bool = False,
    sha256: str | None = None,
    accepted: bool = True,
    token: str | None = None,
    hosts: tuple[str, ...] = (),
) -> ModelFile:
    wanted = Wanted(
        name=name,
        gguf=gguf,
        file=file,
        link=link,
        sha256=sha256,
        accepted=accepted,
        mirror=mirror,
        hosts=hosts,
    )
    return pull(wanted, folder, token=token, now=now)


@contextmanager
def apart(
    folder: ModelsFolder, server: FileServer, before: str = ""
) -> Iterator["subprocess.Popen[str]"]:
    """`bring` in a process of its own."""
    program = (
        f"{before}import sys\n"
        "from datetime import UTC, datetime\n"
        "from pathlib import Path\n"
        "from app.generation.models.folder import ModelsFolder\n"
        "from app.generation.models.pulling import Wanted, pull\n"
        "wanted = Wanted(name='tiny', gguf=sys.argv[3], accepted=True, mirror=sys.argv[2])\n"
        "pull(wanted, ModelsFolder(Path(sys.argv[1])), token=None, now=lambda: datetime.now(UTC))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(folder.path), server.url, GGUF],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def refused(folder: ModelsFolder, server: FileServer, error: type[CitewellError]) -> str:
    with pytest.raises(error) as raised:
        bring(folder, server.url)
    assert folder.files("tiny") == []
    return str(raised.value)


def test_a_model_comes_whole_and_its_checksum_is_recorded(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    brought = bring(folder, server.url)
    assert brought.path.read_bytes() == WEIGHTS
    assert (brought.sha256, brought.size) == (SHA256, len(WEIGHTS))
    assert server.asked[0][0] == PATH
    record = folder.record(brought.path)
    assert record is not None
    assert (record.sha256, record.against, record.source) == (SHA256, "nothing", server.url + PATH)
    assert record.accepted_by
    assert record.accepted_at == now()
    assert sorted(file.name for file in part.parent.iterdir()) == [
        "pull.lock",
        "tiny.Q4_K_M.gguf",
        "tiny.Q4_K_M.gguf.record.json",
    ]


def test_what_is_here_is_not_fetched_again(folder: ModelsFolder, server: FileServer) -> None:
    bring(folder, server.url)
    assert bring(folder, server.url).sha256 == SHA256
    assert len(server.asked) == 1


def test_a_short_cut_is_gone_on_with_at_once(folder: ModelsFolder, server: FileServer) -> None:
    server.cut_after = [300_000, 200_000]
    assert bring(folder, server.url).path.read_bytes() == WEIGHTS
    ranges = [headers.get("range") for _, headers in server.asked]
    assert ranges == [None, "bytes=300000-", "bytes=500000-"]
    assert [headers.get("if-range") for _, headers in server.asked] == [None, '"one"', '"one"']


def test_a_pull_that_broke_off_is_gone_on_with_by_the_next(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.cut_after = [300_000, 0]
    said = refused(folder, server, ModelUnavailable)
    assert "repeat" in said
    assert part.stat().st_size == 300_000
    assert bring(folder, server.url).path.read_bytes() == WEIGHTS
    assert server.asked[-1][1]["range"] == "bytes=300000-"


@pytest.mark.parametrize("overlooks", [False, True])
def test_another_file_at_the_same_address_is_fetched_from_its_beginning(
    folder: ModelsFolder, server: FileServer, *, overlooks: bool
) -> None:
    server.overlooks_if_range = overlooks
    server.cut_after = [300_000, 0]
    refused(folder, server, ModelUnavailable)
    server.body = b"GGUF" + b"other" * 200_000
    server.etag = '"two"'
    assert bring(folder, server.url).path.read_bytes() == server.body


def test_without_ranges_or_a_validator_it_begins_anew(
    folder: ModelsFolder, server: FileServer
) -> None:
    for ranges, etag in ((False, '"one"'), (True, None)):
        server.ranges, server.etag = ranges, etag
        server.cut_after = [300_000, 0]
        refused(folder, server, ModelUnavailable)
        brought = bring(folder, server.url)
        assert brought.path.read_bytes() == WEIGHTS
        brought.path.unlink()


def test_a_part_that_is_whole_already_is_only_checked(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.cut_after = [len(WEIGHTS) - 10, 0]
    refused(folder, server, ModelUnavailable)
    with part.open("ab") as file:
        file.write(WEIGHTS[-10:])
    assert bring(folder, server.url).path.read_bytes() == WEIGHTS
    assert server.asked[-1][1]["range"] == f"bytes={len(WEIGHTS)}-"


def test_a_wrong_checksum_leaves_nothing(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    with pytest.raises(DownloadRefused, match=r"--sha256 says.*deleted"):
        bring(folder, server.url, sha256="0" * 64)
    assert folder.files("tiny") == []
    assert not part.exists()
    assert bring(folder, server.url, sha256=SHA256).sha256 == SHA256


def test_what_the_hub_announces_is_checked_before_and_after(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.linked = "1" * 64
    with pytest.raises(DownloadRefused, match="1111"):  # before a byte of it came
        bring(folder, server.url, sha256=SHA256)
    assert not part.exists()
    assert "server announced" in refused(folder, server, DownloadRefused)  # after all came
    server.linked = SHA256
    brought = bring(folder, server.url)
    record = folder.record(brought.path)
    assert record is not None
    assert record.against == "server"


def test_a_file_of_another_size_than_the_catalogues_is_not_fetched(
    folder: ModelsFolder, server: FileServer
) -> None:
    with pytest.raises(DownloadRefused, match=r"2,497,280,256 are expected"):
        bring(folder, server.url, name="qwen3-4b", gguf=None)
    assert server.asked[0][0].startswith("/Qwen/Qwen3-4B-GGUF/resolve/bc640142c66e")
    assert list((folder.path / "qwen3-4b").glob("*.gguf*")) == []


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (401, DownloadRefused, "HF_TOKEN"),
        (403, DownloadRefused, "HF_TOKEN"),
        (404, DownloadRefused, "--gguf"),
        (418, DownloadRefused, "418"),
        (429, ModelUnavailable, "429"),
        (503, ModelUnavailable, "503"),
    ],
)
def test_a_refusal_says_what_to_do(
    folder: ModelsFolder,
    server: FileServer,
    status: int,
    error: type[CitewellError],
    says: str,
) -> None:
    server.status = status
    assert says in refused(folder, server, error)


def test_a_page_in_place_of_a_model_is_refused(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.body = b"<html>Please log in</html>"
    assert "not a GGUF file" in refused(folder, server, DownloadRefused)
    assert not part.exists()


def test_a_server_that_is_not_there_is_told_in_one_line(folder: ModelsFolder) -> None:
    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1:9/") as raised:
        bring(folder, "http://127.0.0.1:9")
    assert "\n" not in str(raised.value)


def test_plain_http_is_for_this_machine_alone(folder: ModelsFolder, server: FileServer) -> None:
    with pytest.raises(DownloadRefused, match="not https"):
        bring(folder, "http://mirror.example")
    with pytest.raises(DownloadRefused, match="not https"):
        bring(folder, "ftp://mirror.example")
    server.redirect = "http://mirror.example/cdn/tiny.gguf"
    assert "not https" in refused(folder, server, DownloadRefused)


def test_redirects_are_followed_and_bounded(folder: ModelsFolder, server: FileServer) -> None:
    server.redirect = "/cdn/tiny?Signature=secret"
    server.linked = SHA256
    brought = bring(folder, server.url)
    record = folder.record(brought.path)
    assert record is not None
    assert record.against == "server"
    assert "secret" not in record.model_dump_json()
    server.redirect = "/round/and/round"
    brought.path.unlink()
    assert "redirects more than 5 times" in refused(folder, server, DownloadRefused)


def test_a_redirect_out_of_the_mirror_is_not_followed_unless_its_host_is_listed(
    folder: ModelsFolder, server: FileServer
) -> None:
    with file_server() as elsewhere:
        server.redirect = f"{elsewhere.url.replace('127.0.0.1', 'localhost')}/cdn/tiny"
        told = refused(folder, server, DownloadRefused)
        assert "sends us on to localhost" in told
        assert "CITEWELL_MODELS_HOSTS" in told
        assert elsewhere.asked == []
        assert bring(folder, server.url, hosts=("LocalHost",)).sha256 == SHA256


@pytest.mark.parametrize(
    ("asked", "led", "allowed"),
    [
        ("https://huggingface.co/a/b", "https://cas-bridge.xethub.hf.co/c", True),
        ("https://huggingface.co/a/b", "https://cdn-lfs.huggingface.co/c", True),
        ("https://huggingface.co/a/b", "https://nothf.co/c", False),
        ("https://huggingface.co/a/b", "https://hf.co.example.org/c", False),
        ("https://mirror.example/a/b", "https://huggingface.co/c", False),
        ("https://mirror.example/a/b", "https://MIRROR.example:8443/c", True),
        ("https://mirror.example/a/b", "https://mirror.example@evil.example/c", False),
    ],
)
def test_hugging_face_leads_to_its_own_hosts_alone(asked: str, led: str, allowed: bool) -> None:
    with nullcontext() if allowed else pytest.raises(DownloadRefused):
        check_led(asked, led, ())


def test_what_is_no_address_is_told_and_not_repeated(
    folder: ModelsFolder, server: FileServer
) -> None:
    with pytest.raises(DownloadRefused, match="no address"):
        bring(folder, "https://user:hunter2@[mirror")
    server.redirect = "https://user:hunter2@[mirror/x"
    assert "hunter2" not in refused(folder, server, DownloadRefused)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, server: FileServer) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(ConfigurationError, match=r"Not a directory.*CITEWELL_MODELS"):
        bring(ModelsFolder(tmp_path / "taken" / "language"), server.url)


def test_a_file_without_an_end_is_not_begun(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.tells_length = False
    assert "how many bytes" in refused(folder, server, DownloadRefused)
    assert not part.exists()


def test_more_bytes_than_the_catalogue_knows_are_not_kept(
    folder: ModelsFolder, server: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = find("qwen3-0.6b")
    assert entry.gguf is not None
    small = entry.model_copy(update={"gguf": entry.gguf.model_copy(update={"size": 1000})})
    monkeypatch.setattr(pulling, "known", lambda _name: small)
    server.tells_length = False
    with pytest.raises(DownloadRefused, match="more than 1,000 bytes"):
        bring(folder, server.url, name="qwen3-0.6b", gguf=None)
    assert not list(folder.path.rglob("*.part"))


def test_a_disk_that_is_full_while_a_file_is_copied_keeps_nothing(
    folder: ModelsFolder, tmp_path: Path
) -> None:
    own = tmp_path / "own.gguf"
    own.write_bytes(WEIGHTS)
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
        "from pathlib import Path\n"
        "from tests.app.generation.test_pull import bring\n"
        "from app.generation.models.folder import ModelsFolder\n"
        "from app.domain.errors import DiskFull\n"
        "try:\n"
        "    bring(ModelsFolder(Path(sys.argv[1])), '', gguf=None, file=Path(sys.argv[2]))\n"
        "except DiskFull as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder.path), str(own)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "is full" in done.stdout, done.stderr
    assert not list(folder.path.rglob("*.gguf*"))


def test_the_token_goes_to_the_named_host_alone(folder: ModelsFolder, server: FileServer) -> None:
    with file_server() as elsewhere:
        server.redirect = f"{elsewhere.url}/cdn/tiny"
        elsewhere.linked = "1" * 64  # not the host that was asked: not believed
        brought = bring(folder, server.url, token="hf_hunter2")
        assert server.asked[0][1]["authorization"] == "Bearer hf_hunter2"
        assert "authorization" not in elsewhere.asked[0][1]
    assert brought.sha256 == SHA256
    for file in folder.path.rglob("*"):
        assert not file.is_file() or b"hunter2" not in file.read_bytes()


def test_a_file_that_does_not_fit_the_disk_is_not_begun(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.announced = 10**16
    assert "CITEWELL_MODELS" in refused(folder, server, DiskFull)
    assert not part.exists()


def test_a_disk_that_is_full_midway_keeps_what_came(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    """A bound on the size of a file stands in for the full disk: the write fails alike."""
    bound = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
    with apart(folder, server, bound) as process:
        _, told = process.communicate(timeout=60)
    assert "is full" in told
    assert 0 < part.stat().st_size <= 400_000
    assert bring(folder, server.url).path.read_bytes() == WEIGHTS


def test_an_interrupted_pull_keeps_its_part(
    folder: ModelsFolder, server: FileServer, part: Path
) -> None:
    server.wait = threading.Event()
    with apart(folder, server) as process:
        deadline = time.monotonic() + 60
        while not part.exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.wait(30)
    server.wait.set()
    assert part.exists()
    assert folder.files("tiny") == []
    assert bring(folder, server.url).path.read_bytes() == WEIGHTS


def test_two_pulls_of_one_model_do_not_meet(folder: ModelsFolder, server: FileServer) -> None:
    server.wait = threading.Event()
    brought: list[ModelFile] = []
    first = threading.Thread(target=lambda: brought.append(bring(folder, server.url)))
    first.start()
    try:
        while not server.asked:
            time.sleep(0.01)
        with pytest.raises(WriterBusy, match="wait for it"):
            bring(folder, server.url)
    finally:
        server.wait.set()
        first.join()
    assert brought[0].path.read_bytes() == WEIGHTS


def test_a_licence_that_asks_for_it_must_be_accepted(folder: ModelsFolder) -> None:
    for name, says in (
        ("medgemma-4b", "excluded"),
        ("llama-3.1-8b", "Llama 3.1 Community License"),
        ("chatdoctor-7b", "clinical use"),
        ("tiny", "does not know"),
    ):
        with pytest.raises(LicenceNotAccepted, match=says) as raised:
            bring(folder, "http://127.0.0.1:9", name=name, accepted=False)
        assert "--accept-licence" in str(raised.value)
    assert not folder.path.exists()


def test_a_model_without_a_verified_file_asks_for_its_name(folder: ModelsFolder) -> None:
    with pytest.raises(ConfigurationError, match=r"--gguf OWNER/REPOSITORY/FILE\.gguf"):
        bring(folder, "http://127.0.0.1:9", name="pmc-llama-13b", gguf=None)
    for wrong in ("tiny.gguf", "a/b/c/d.gguf", "a/../tiny.gguf", "a/b/tiny.bin"):
        with pytest.raises(ConfigurationError, match="OWNER/REPOSITORY"):
            bring(folder, "http://127.0.0.1:9", gguf=wrong)
    with pytest.raises(ConfigurationError, match="split"):
        bring(folder, "http://127.0.0.1:9", gguf="a/b/tiny-00001-of-00002.gguf")
    with pytest.raises(NotFound, match=r"Did you mean qwen3-4b"):
        bring(folder, "http://127.0.0.1:9", name="qwen3-4", gguf=None)
    with pytest.raises(ConfigurationError, match="cannot name a model"):
        bring(folder, "http://127.0.0.1:9", name="../tiny")


def test_a_site_brings_its_own_file_by_copy_link_or_folder(
    folder: ModelsFolder, tmp_path: Path
) -> None:
    own = tmp_path / "usb" / "own.gguf"
    own.parent.mkdir()
    own.write_bytes(WEIGHTS)
    copied = bring(folder, "", name="copied", gguf=None, file=own, sha256=SHA256)
    assert not copied.path.is_symlink()
    assert any("does not know" in warning for warning in copied.warnings)
    linked = bring(folder, "", name="linked", gguf=None, file=own, link=True)
    assert linked.path.is_symlink()
    assert copied.path.read_bytes() == linked.path.read_bytes() == WEIGHTS
    mirrored = tmp_path / "usb" / "example" / "tiny-GGUF" / "tiny.Q4_K_M.gguf"
    mirrored.parent.mkdir(parents=True)
    mirrored.write_bytes(WEIGHTS)
    assert bring(folder, f"file://{tmp_path / 'usb'}").sha256 == SHA256
    with pytest.raises(NotFound, match=r"no file"):
        bring(folder, "", name="own", gguf=None, file=tmp_path / "none.gguf")
    own.write_bytes(b"MZ" + WEIGHTS)
    with pytest.raises(ConfigurationError, match="not a GGUF"):
        bring(folder, "", name="own", gguf=None, file=own)
    assert [each.name for each in (folder.path / "own").iterdir()] == ["pull.lock"]


def test_a_file_that_is_not_the_catalogues_is_refused_unless_its_checksum_is_given(
    folder: ModelsFolder, tmp_path: Path
) -> None:
    fake = tmp_path / "Qwen3-4B-Q4_K_M.gguf"
    fake.write_bytes(WEIGHTS)
    with pytest.raises(DownloadRefused, match="the catalogue has 7485fe6f"):
        bring(folder, "", name="qwen3-4b", gguf=None, file=fake)
    given = bring(folder, "", name="qwen3-4b", gguf=None, file=fake, sha256=SHA256)
    assert given.entry is not None
    assert resolve("qwen3-4b", folder, now).sha256 == SHA256
    assert [each.state for each in verify(folder)] == [State.NOT_AS_CATALOGUED]


def test_a_changed_model_is_not_loaded_though_size_and_time_are_as_before(
    folder: ModelsFolder, server: FileServer
) -> None:
    path = bring(folder, server.url).path
    assert resolve("tiny", folder, now).path == path
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(500_000)
        file.write(b"x")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    with pytest.raises(ModelChanged, match=r"damaged or was replaced"):
        resolve("tiny", folder, now)
    with pytest.raises(ModelChanged):
        bring(folder, server.url)
    assert [each.state for each in verify(folder)] == [State.CHANGED]
    path.unlink()
    assert [each.state for each in verify(folder, "tiny")] == [State.MISSING]
    with pytest.raises(NotFound):
        list(verify(folder, "nothing"))


def test_a_file_is_recorded_at_its_first_use_wherever_it_lies(
    folder: ModelsFolder, tmp_path: Path
) -> None:
    by_hand = folder.path / "by-hand" / "own.gguf"
    by_hand.parent.mkdir(parents=True)
    far = tmp_path / "far.gguf"
    for path in (by_hand, far):
        path.write_bytes(WEIGHTS)
    assert [each.state for each in verify(folder)] == [State.UNRECORDED]
    assert resolve("by-hand", folder, now).sha256 == SHA256
    found = resolve(str(far), folder, now)
    assert found.path == far
    assert any("first use (2026-11-28)" in warning for warning in found.warnings)
    assert {(each.name, each.state) for each in verify(folder)} == {
        ("by-hand", State.OK),
        (str(far), State.OK),
    }
    far.write_bytes(WEIGHTS + b"more")
    with pytest.raises(ModelChanged):
        resolve(str(far), folder, now)


def test_a_file_by_hand_in_the_catalogues_place_is_compared_with_the_catalogue(
    folder: ModelsFolder,
) -> None:
    fake = folder.path / "qwen3-4b" / "Qwen3-4B-Q4_K_M.gguf"
    fake.parent.mkdir(parents=True)
    fake.write_bytes(WEIGHTS)
    with pytest.raises(ModelChanged, match=r"catalogue has 7485fe6f.*--sha256"):
        resolve("qwen3-4b", folder, now)
    assert folder.record(fake) is None


def test_a_checksum_that_cannot_be_recorded_is_told(folder: ModelsFolder) -> None:
    path = folder.path / "own" / "own.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(WEIGHTS)
    in_the_way = path.parent / f"own.gguf.record.json.{os.getpid()}.fresh"
    in_the_way.mkdir()
    with pytest.raises(ModelUnavailable, match=r"cannot be recorded in .*Is a directory"):
        resolve("own", folder, now)


def test_bad_files_and_names_are_told_apart(folder: ModelsFolder, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="citewell models pull qwen3-4b"):
        resolve("qwen3-4b", folder, now)
    with pytest.raises(NotFound, match="Did you mean"):
        resolve("qwen3-4c", folder, now)
    with pytest.raises(NotFound, match="no file"):
        resolve(str(tmp_path / "none.gguf"), folder, now)
    wrong = tmp_path / "page.gguf"
    wrong.write_bytes(b"<html>")
    with pytest.raises(ConfigurationError, match="not a GGUF"):
        resolve(str(wrong), folder, now)
    split = tmp_path / "big-00001-of-00003.gguf"
    split.write_bytes(WEIGHTS)
    with pytest.raises(ConfigurationError, match="llama-gguf-split"):
        resolve(str(split), folder, now)
    two = folder.path / "two"
    two.mkdir(parents=True)
    for name in ("a.gguf", "b.gguf"):
        (two / name).write_bytes(WEIGHTS)
    with pytest.raises(NotFound, match=r"a\.gguf, b\.gguf"):
        resolve("two", folder, now)
    assert resolve(str(two / "b.gguf"), folder, now).sha256 == SHA256


def test_a_record_that_was_damaged_is_no_record(folder: ModelsFolder, server: FileServer) -> None:
    path = bring(folder, server.url).path
    record = path.with_name(path.name + ".record.json")
    told = json.loads(record.read_text())
    record.write_text(json.dumps(told | {"sha256": "not a checksum"}))
    with pytest.raises(ModelChanged, match="cannot be read"):
        resolve("tiny", folder, now)
    assert [each.state for each in verify(folder)] == [State.UNREADABLE]


def test_a_load_says_what_stands_against_the_model(folder: ModelsFolder, tmp_path: Path) -> None:
    own = tmp_path / "meditron.gguf"
    own.write_bytes(WEIGHTS)
    brought = bring(folder, "", name="chatdoctor-7b", gguf=None, file=own)
    said = " ".join(brought.warnings)
    for words in ("use in care is excluded", "never run", "chat template", "compared with nothing"):
        assert words in said
    assert "nobody has accepted" not in said
    by_hand = folder.path / "medgemma-4b" / "x.gguf"
    by_hand.parent.mkdir()
    by_hand.write_bytes(WEIGHTS)
    assert "nobody has accepted" in " ".join(resolve("medgemma-4b", folder, now).warnings)


def test_the_checksum_is_that_of_every_byte(folder: ModelsFolder, tmp_path: Path) -> None:
    own = tmp_path / "large.gguf"
    own.write_bytes(b"GGUF" + b"\0" * (9 * 1024**2) + b"end")
    told: list[tuple[str, int, int | None]] = []
    found = resolve(str(own), folder, now, lambda *each: told.append(each))
    assert found.sha256 == hashlib.sha256(own.read_bytes()).hexdigest()
    assert told[-1] == ("checking", own.stat().st_size, own.stat().st_size)
    assert len(told) == 3
