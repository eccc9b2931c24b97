"""That a planted identifier is found wherever it comes out, and that the suite says where."""

import gzip
import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from eval.leaks.askings import Asking, read_askings
from eval.leaks.canary import SHORTEST, Canary, Kind, draw
from eval.leaks.followed import followed
from eval.leaks.governed import DATABASE, stored
from eval.leaks.product import Product, Reply
from eval.leaks.replied import word_for
from eval.leaks.search import IN_NAME, NAMED, Channel, Observed, Search, changed, states
from eval.leaks.seeker import CHUNK, Seeker
from eval.leaks.sent import USER
from eval.leaks.ways import Way
from eval.suite import NOT_BUILT, Quiet, SuiteRequest, SuiteResult, UnusableSet
from eval.suites.leaks import OWN, LeakItem, experiment, run, summarise

SAMPLE = Path(__file__).parents[3] / "corpora" / "sample"
DRAWN = draw(1, "itch/json")
OTHER = draw(1, "rash/json")


def seeker(*canaries: Canary) -> Seeker:
    return Seeker({"itch/json": canaries or tuple(DRAWN.values())})


def kinds(data: bytes) -> set[Kind]:
    return {hit.canary.kind for hit in seeker().hits(data)}


def test_every_asking_and_every_seed_has_canaries_of_its_own() -> None:
    assert draw(1, "itch/json") == DRAWN
    for others in (OTHER, draw(2, "itch/json")):
        assert not {each.text for each in others.values()} & {each.text for each in DRAWN.values()}


def test_no_spelling_is_so_short_that_chance_could_write_it() -> None:
    for number in range(200):
        for canary in draw(number, "itch").values():
            assert min(len(needle.sought) for needle in canary.needles) >= SHORTEST


@pytest.mark.parametrize("kind", list(Kind))
def test_a_canary_is_found_in_every_spelling(kind: Kind) -> None:
    text = DRAWN[kind].text
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each)
    )
    spelled = {
        "as it was planted": text.encode(),
        "lower case": text.lower().encode(),
        "capitals": text.upper().encode(),
        "no separators": "".join(each for each in text if each.isalnum()).encode(),
        "no accents": bare.encode(),
        "decomposed": unicodedata.normalize("NFKD", text).encode(),
        "JSON": json.dumps(text).encode(),
        "a path": quote(text).encode(),
        "UTF-16": text.encode("utf-16"),
        "UTF-16, big-endian": text.encode("utf-16-be"),
        "Latin-1": text.encode("latin-1"),
        "the middle of bytes": b"\x00\xff" * 50 + text.encode() + b"\x00\x01",
    }
    for form, data in spelled.items():
        assert kinds(data) == {kind}, form


def test_half_a_name_and_another_way_to_write_a_date_are_found() -> None:
    given, family = DRAWN[Kind.PERSON].text.split()
    assert kinds(f"they never mention: {given}.".encode()) == {Kind.PERSON}
    assert kinds(f"they never mention: {family.lower()}.".encode()) == {Kind.PERSON}
    dates = [each for each in DRAWN[Kind.BORN].wordings if "-" in each or "/" in each]
    assert len(dates) == 3
    for date in dates:
        assert kinds(date.encode()) == {Kind.BORN}


def test_digits_of_a_longer_number_are_no_date() -> None:
    squeezed = next(each for each in DRAWN[Kind.BORN].wordings if "-" in each).replace("-", "")
    assert kinds(f"0.71{squeezed}34".encode()) == set()
    assert kinds(f"0.71{squeezed}34 {squeezed}".encode()) == {Kind.BORN}


def test_the_first_offset_is_told_also_where_two_pieces_of_a_file_meet() -> None:
    text = DRAWN[Kind.PHONE].text.encode()
    for start in (0, CHUNK - 20, CHUNK - 8, CHUNK - 3, CHUNK, 2 * CHUNK + 1):
        (hit,) = seeker().hits(b"\x00" * start + text + b" and " + text)
        assert hit.offset == start


def test_bytes_without_a_canary_have_none() -> None:
    assert kinds(b"") == kinds(b"short") == set()
    assert kinds(" ".join(each.text for each in OTHER.values()).encode()) == set()


def test_nothing_of_the_sample_library_looks_like_a_canary() -> None:
    search = Search({asking.id: asking.canaries for asking in read_askings(OWN, 1)})
    for path in sorted(SAMPLE.rglob("*")):
        if path.is_file():
            search.look(Observed(Channel.FILES, path.name, path.read_bytes()))
    assert search.leaks == {}


def found_in(folder: Path) -> dict[str, set[Kind]]:
    """Place -> what was found in it, among the files that are new in an empty folder."""
    search = Search({"itch/json": tuple(DRAWN.values())})
    for observed in changed(folder, {}):
        search.look(observed)
    places: dict[str, set[Kind]] = {}
    for leak in search.leaks.get(("itch/json", Channel.FILES), ()):
        places.setdefault(leak.place, set()).add(leak.kind)
    return places


def test_a_canary_is_found_in_files_of_any_form(tmp_path: Path) -> None:
    words = " ".join(each.text for each in DRAWN.values())
    (tmp_path / "plain.log").write_text(words, encoding="utf-8")
    (tmp_path / "wide.bin").write_bytes(words.encode("utf-16"))
    (tmp_path / "escaped.json").write_text(json.dumps({"question": words}))
    (tmp_path / "old.log.gz").write_bytes(gzip.compress(words.encode()))
    (tmp_path / "torn.gz").write_bytes(gzip.compress(words.encode())[:20] + words.encode())
    connection = sqlite3.connect(tmp_path / "rows.sqlite")
    connection.execute("create table asked (words text)")
    connection.execute("insert into asked values (?)", (words,))
    connection.commit()
    connection.close()
    assert found_in(tmp_path) == {
        "plain.log": set(Kind),
        "wide.bin": set(Kind),
        "escaped.json": set(Kind),
        "old.log.gz (unpacked)": set(Kind),
        "torn.gz": set(Kind),
        "rows.sqlite": set(Kind),
    }


def test_a_name_that_holds_an_identifier_is_a_leak_and_is_not_repeated(tmp_path: Path) -> None:
    number = DRAWN[Kind.MRN].text
    (tmp_path / f"{number}.txt").write_text(DRAWN[Kind.PHONE].text)
    assert found_in(tmp_path) == {IN_NAME: {Kind.MRN}, NAMED: {Kind.PHONE}}


def test_only_new_and_changed_files_are_looked_at(tmp_path: Path) -> None:
    for name in ("kept", "grown"):
        (tmp_path / name).write_text("before")
    before = states(tmp_path)
    (tmp_path / "grown").write_text("before and after")
    (tmp_path / "new").write_text("after")
    assert [each.place for each in changed(tmp_path, before)] == ["grown", "new"]


QUESTIONS = """
[malformed]
text = "{person}, {phone}"

[[question]]
id = "itch"
text = "{person} has itch. What is the dose of examplol?"
ways = ["json", "command_line", "alone"]

[[question]]
id = "rash"
text = "Call {phone}. May examplol be used for a rash?"
ways = ["search"]
"""


@pytest.fixture
def askings(tmp_path: Path) -> tuple[Asking, ...]:
    path = tmp_path / "questions.toml"
    path.write_text(QUESTIONS, encoding="utf-8")
    return read_askings(path, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (QUESTIONS.replace("{person} has", "{shoe_size} has"), r"'itch': 'shoe_size' is not"),
        (QUESTIONS.replace("{person} has", "Somebody has"), "'itch': there is no identifier"),
        (QUESTIONS.replace('id = "rash"', 'id = "itch"'), "'itch' stands twice"),
        (QUESTIONS.replace('["search"]', '["malformed"]'), "'rash': malformed is no way to ask"),
        (QUESTIONS.replace('["search"]', '["summary"]'), "'rash': a summary needs a record"),
        (
            QUESTIONS.replace('["search"]', '["search"]\nrecord = true'),
            "'rash': a search takes no record",
        ),
        (QUESTIONS.replace('["search"]', '["hook"]'), "'rash': a hook needs a record"),
        (
            QUESTIONS.replace('["search"]', '["mcp"]\nrecord = true'),
            "'rash': a mcp takes no record",
        ),
        (QUESTIONS.replace('["search"]', '["telegraph"]'), r"question\.1\.ways\.0"),
        (QUESTIONS.replace('"{person}, {phone}"', '"nobody"'), "malformed: there is no"),
        ("[malformed]\ntext = '{person}'\n", "question: Field required"),
        ("[[question\n", "cannot be read"),
    ],
)
def test_a_malformed_question_is_named(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "questions.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableSet, match=fault):
        read_askings(path, 1)


def test_whatever_is_sent_holds_its_canaries_and_no_other() -> None:
    asked = read_askings(OWN, 1)
    every = Seeker({asking.id: asking.canaries for asking in asked})
    for asking in asked:
        sent = asking.sent
        data = asking.text.encode()
        if sent is not None:
            data = sent.path.encode() + sent.body + b"".join(value for _, value in sent.headers)
        elif asking.record is not None:
            data += asking.record.encode()
        hits = {(hit.asking, hit.canary.kind) for hit in every.hits(data)}
        assert hits == {(asking.id, canary.kind) for canary in asking.canaries}
    assert {asking.way for asking in asked} == set(Way)
    assert {canary.kind for asking in asked for canary in asking.canaries} == set(Kind)


class Leaky:
    """A product that leaks what it is told to, where it is told to."""

    def __init__(self, *leaky: Channel, metrics: bool = True, traces: bool = True) -> None:
        self._leaky = leaky
        self._metrics = metrics
        self._traces = traces
        self._heard = b""
        self.stopped = False

    def _says(self, channel: Channel) -> bytes:
        return self._heard if channel in self._leaky else b"nothing"

    def reply(self, asking: Asking) -> Reply:
        assert self.stopped == (asking.way is Way.ALONE)
        self._heard += f"{asking.text}{asking.record or ''}".encode()
        channel = asking.way.channel
        return "answer", (Observed(channel, "a reply", self._says(channel)),)

    def metrics(self) -> Observed | None:
        if not self._metrics:
            return None
        return Observed(Channel.METRICS, "GET /metrics", self._says(Channel.METRICS))

    def governed(self) -> Iterator[Observed]:
        assert not self.stopped
        for channel in (Channel.AUDIT, Channel.REVIEWS, Channel.MONITOR, Channel.WEBHOOK):
            if self._metrics:
                yield Observed(channel, channel, self._says(channel))

    def stop(self) -> None:
        self.stopped = True

    def traces(self) -> Observed | None:
        assert self.stopped
        if not self._traces:
            return None
        return Observed(Channel.TRACES, "spans", self._says(Channel.TRACES))

    def left_behind(self) -> Iterator[Observed]:
        for channel in (Channel.LOG, Channel.FILES):
            yield Observed(channel, channel, self._says(channel))


def outcome(product: Leaky, askings: tuple[Asking, ...]) -> tuple[list[LeakItem], SuiteResult]:
    items, absent = experiment(product, askings, Quiet())
    return items, summarise(items, askings, absent, "tiny")


BUILT = list(Channel)


@pytest.mark.parametrize("channel", BUILT)
def test_a_leak_in_any_channel_is_caught_and_in_no_other(
    channel: Channel, askings: tuple[Asking, ...]
) -> None:
    items, result = outcome(Leaky(channel), askings)
    assert {item.channel for item in items if item.leaks} == {channel}
    row = result.breakdowns["by_channel"]
    assert row[channel]["leaked"] == 1.0
    assert all(row[other]["leaks"] == 0 for other in BUILT if other is not channel)
    assert result.headline["leaks"] == row[channel]["leaks"]


def test_a_product_that_keeps_its_mouth_shut_leaks_nothing(askings: tuple[Asking, ...]) -> None:
    items, result = outcome(Leaky(), askings)
    assert result.headline["leaks"] == 0
    assert result.headline["leaked"] == 0.0
    assert result.headline["questions"] == 4
    assert result.headline["malformed"] == len(askings) - 4
    assert result.headline["planted"] == sum(len(asking.canaries) for asking in askings)
    assert len(items) == 9 * (len(askings) - 1) + 2  # no service heard what was asked alone


def test_one_askings_identifier_in_anothers_reply_is_a_leak_of_the_first(
    askings: tuple[Asking, ...],
) -> None:
    items, _ = outcome(Leaky(Channel.ERROR), askings)
    first = [item for item in items if item.asking == "itch/json" and item.leaks]
    assert [item.channel for item in first] == [Channel.ERROR]


def test_no_item_and_no_figure_repeats_an_identifier(askings: tuple[Asking, ...]) -> None:
    items, result = outcome(Leaky(*BUILT), askings)
    told = "".join(item.model_dump_json() for item in items) + result.model_dump_json()
    every = Seeker({asking.id: asking.canaries for asking in askings})
    assert every.hits(told.encode()) == []
    assert all(leak.kind in item.planted for item in items for leak in item.leaks)


def test_a_channel_that_the_product_lacks_has_no_figure(askings: tuple[Asking, ...]) -> None:
    items, result = outcome(Leaky(metrics=False, traces=False), askings)
    assert not any(item.channel in (Channel.METRICS, Channel.TRACES) for item in items)
    for absent in (Channel.METRICS, Channel.TRACES, Channel.AUDIT, Channel.WEBHOOK):
        assert result.breakdowns["by_channel"][absent]["leaked"] is None
        assert result.undefined[f"by_channel.{absent}"].startswith(NOT_BUILT)


def test_a_kind_is_counted_where_it_leaked(askings: tuple[Asking, ...]) -> None:
    _, result = outcome(Leaky(Channel.COMMAND_LINE), askings)
    by_type = result.breakdowns["by_type"]
    assert by_type[Kind.MRN] == {"leaked": None, "planted": 0, "leaks": 0}
    assert by_type[Kind.PERSON]["planted"] == len(askings) - 1
    assert sum(int(row["leaks"] or 0) for row in by_type.values()) == result.headline["leaks"]


def reply_to(asking: Asking, body: object) -> httpx.Response:
    assert asking.sent is not None
    request = httpx.Request("POST", f"http://127.0.0.1{asking.sent.path}")
    return httpx.Response(200, json=body, request=request)


class Talker:
    """A conversation of one turn: gives the message back to whom it is, and says `reply`."""

    def __init__(self, asking: Asking, reply: str, *, deletes: bool = True) -> None:
        self._kept = {"turns": [{"message": asking.text, "reply": reply}]}
        self._deletes = deletes
        self.deleted = False
        self.users: set[str | None] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.users.add(request.headers.get(USER))
        if request.method == "DELETE":
            self.deleted = self._deletes
            return httpx.Response(204)
        if request.method == "POST":
            return httpx.Response(200, json={})
        return httpx.Response(404) if self.deleted else httpx.Response(200, json=self._kept)


def of_way(way: Way) -> Asking:
    return next(each for each in read_askings(OWN, 1) if each.way is way)


def follow(asking: Asking, talker: Talker) -> set[str]:
    """The places where identifiers of the asking came out behind its reply."""
    first = reply_to(asking, {"conversation_id": "0" * 32})
    search = Search({asking.id: asking.canaries})
    transport = httpx.MockTransport(talker)
    with httpx.Client(base_url="http://127.0.0.1", transport=transport) as client:
        for observed in followed(client, asking, first):
            search.look(observed)
    return {leak.place for leaks in search.leaks.values() for leak in leaks}


def test_in_a_conversation_the_reply_is_searched_and_not_what_the_person_said() -> None:
    asking = next(each for each in read_askings(OWN, 1) if each.id == "chest-pain/chat")
    quiet, loud = Talker(asking, "Call 999."), Talker(asking, asking.text)
    assert follow(asking, quiet) == set()
    assert follow(asking, loud) == {"GET /v1/chat/{id}, but for the messages"}
    numbers = {each.text for each in asking.canaries if each.kind is Kind.MRN}
    assert quiet.users == loud.users == numbers


def test_a_conversation_that_outlives_its_deletion_is_told() -> None:
    asking = of_way(Way.CHAT_STREAM)
    assert follow(asking, Talker(asking, "Rest.")) == set()
    with pytest.raises(UnusableSet, match="still read"):
        follow(asking, Talker(asking, "Rest.", deletes=False))


def test_cards_are_looked_for_where_an_order_is_sent() -> None:
    asking = of_way(Way.HOOK)
    with pytest.raises(UnusableSet, match="no card"):
        list(followed(httpx.Client(), asking, reply_to(asking, {"cards": []})))


@pytest.mark.parametrize(
    ("way", "body", "word"),
    [
        (Way.CHAT, {"conversation_id": None, "outcome": {"kind": "referral"}}, "referral"),
        (Way.HOOK, {"cards": [{}, {}]}, "2 cards"),
        (Way.MCP, {"result": {"structuredContent": {"outcome": {"kind": "answer"}}}}, "answer"),
        (Way.MCP, {"result": {"isError": True}}, "refused by the tool"),
        (Way.MCP, {"error": {"code": -32601}}, "200 error of the protocol"),
        (Way.MCP_CHECKS, {"result": {"structuredContent": {"checks": []}}}, "checks"),
    ],
)
def test_what_came_of_an_asking_is_told_in_a_word(way: Way, body: object, word: str) -> None:
    assert word_for(reply_to(of_way(way), body)) == word


def test_rows_are_searched_as_they_are_stored_in_every_table(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / DATABASE)) as connection:
        connection.execute("CREATE TABLE cards (detail TEXT)")
        connection.execute("CREATE TABLE turns (words TEXT)")
        connection.execute("INSERT INTO turns VALUES (?)", (DRAWN[Kind.PERSON].text,))
        connection.commit()
    search = Search({"itch/json": tuple(DRAWN.values())})
    for observed in stored(tmp_path):
        search.look(observed)
    (leak,) = search.leaks["itch/json", Channel.FILES]
    assert leak.place == f"{DATABASE}, turns"


def test_a_service_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    monkeypatch.setenv("CITEWELL_FUSION", "alchemy")
    with pytest.raises(UnusableSet, match=r"ended with 2 before it served: .*fusion"):
        Product(home, scratch).__enter__()


def test_without_documents_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableSet, match="library=DIR"):
        run(SuiteRequest(out=tmp_path / "run", cache=tmp_path / "eval" / "index"))


@pytest.mark.slow
def test_the_service_itself_keeps_identifiers_out_of_logs_files_and_errors(tmp_path: Path) -> None:
    result = run(
        SuiteRequest(
            out=tmp_path / "run",
            cache=tmp_path / "eval" / "index",
            options=(("library", str(SAMPLE)),),
        )
    )
    row = result.breakdowns["by_channel"]
    for channel in Channel:
        assert row[channel]["planted"]
        assert row[channel]["leaks"] == 0, channel
    kept = b"".join(path.read_bytes() for path in (tmp_path / "run").iterdir())
    every = Seeker({asking.id: asking.canaries for asking in read_askings(OWN, 1)})
    assert every.hits(kept) == []
