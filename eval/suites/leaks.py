"""Whether an identifier comes out of the service anywhere: canaries are planted, then looked for.

Made-up identifiers of seven kinds (person, phone, mrn, email, address, date_of_birth, health_card)
are drawn from a fixed seed, put into clinical questions, into patients' records (names, addresses,
identifiers, narrative, notes, performers) and into malformed requests, and sent to the product as a
user sends them: over HTTP to `citewell serve --dev` in a process of its own, over a copy of a home
(questions, searches, the chat and its hand-offs, OpenAI's protocol, CDS Hooks, MCP), by
`citewell ask` and by `citewell mcp`. Then everything that came out is searched, byte by byte, also
for other spellings (case, separators, accents, escapes, UTF-16, gzip):

    log           the service's standard output and error
    files         every file under CITEWELL_HOME, and of temporary ones, that is new or changed,
                  and every row of the governance database, as it is stored
    metrics       /metrics
    traces        the spans that the service sent to a collector on loopback
    answer        what questions and searches are replied, headers included, and whatever follows: a
                  conversation that goes on and is read back, feedback on answers and on cards
    error         the replies to malformed requests
    command_line  what `citewell ask` and `citewell mcp` print
    audit         every row of the audit log, its heads, and `citewell audit list`
    reviews       every task as a reviewer reads it, unsealed, the exports of reviews, and feedback;
                  every answer is listed with its texts, and asked again as a comment on it
    monitor       what `citewell monitor` tells
    webhook       what the receiver of reports of harm and of hand-offs was told

Options: `library=DIR`, the documents to serve (else corpora/sample, where the working folder has
it); `seed=N` for other canaries (1). Data (`--data FILE.toml`; without it our own questions,
`eval/own/canaries.toml`): [[question]] tables with id, text, audience and ways, and one [malformed]
text, with slots like {person} or a record; see eval/leaks/askings.py.

Figures:

    leaks      canaries that came out of a channel, each counted once for every channel
    leaked     share of (asking, channel) pairs in which any canary came out
    planted    canaries; `questions` and `malformed` say how many askings carried them

An answer must not echo an identifier either: a leak in `answer` or `command_line` reaches only the
one who asked, who knows it already, but a caller may log what it gets.

Items name the channel, the kind of identifier, the place and the offset in bytes, never the
identifier. The whole run is one experiment; one that was interrupted is started anew.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from eval.compose import card, library
from eval.jsonl import sha256_of
from eval.leaks.askings import Asking, read_askings
from eval.leaks.canary import Kind
from eval.leaks.product import Product, Watched
from eval.leaks.search import Channel, Leak, Leaks, Search
from eval.leaks.ways import Way
from eval.run import RunFolder
from eval.scored import ScoredItem, figure, interval
from eval.suite import (
    NOT_BUILT,
    Figures,
    Progress,
    SuiteRequest,
    SuiteResult,
    UnusableSet,
    whole,
)

NAME = "leaks"
SUMMARY = (
    "made-up identifiers planted in questions and records, then looked for in all that comes out"
)

OWN: Final = Path(__file__).parents[1] / "own" / "canaries.toml"
SAMPLE: Final = Path("corpora/sample")
LEAKED: Final = "leaked"
SHARED: Final = (
    Channel.LOG,
    Channel.FILES,
    Channel.METRICS,
    Channel.TRACES,
    Channel.AUDIT,
    Channel.REVIEWS,
    Channel.MONITOR,
    Channel.WEBHOOK,
)
"""Channels that an asking of a running service could come out of, beside its own reply."""
ABSENT: Final = {
    Channel.METRICS: f"{NOT_BUILT}: there is no /metrics",
    Channel.TRACES: f"{NOT_BUILT}: no span came",
    Channel.AUDIT: f"{NOT_BUILT}: there is no audit log",
    Channel.REVIEWS: f"{NOT_BUILT}: there is no list of reviews",
    Channel.MONITOR: f"{NOT_BUILT}: there is no monitor",
    Channel.WEBHOOK: f"{NOT_BUILT}: the webhook was told nothing",
}


class LeakItem(ScoredItem):
    """One asking and one channel."""

    asking: str
    way: Way
    channel: Channel
    came: str
    """What came of the asking: `answer`, `abstention`, `422 invalid-request`, `exit 0`."""
    planted: tuple[Kind, ...]
    leaks: tuple[Leak, ...]

    @property
    def leaked(self) -> tuple[Kind, ...]:
        """The kinds that came out, each once."""
        return tuple(dict.fromkeys(leak.kind for leak in self.leaks))


def run(request: SuiteRequest) -> SuiteResult:
    """Plant, ask, stop, search.

    Raises:
        UnusableSet: malformed questions, no library, or a service that does not start or answer.
    """
    options = request.chosen(("library", "seed"))
    documents = _documents(options)
    seed = whole(options, "seed", 1)
    path = request.data or OWN
    askings = read_askings(path, seed)
    with library(request, documents) as parts:
        with parts.generations.lease() as snapshot:
            manifest = snapshot.manifest
        home = parts.home
        described = card(request, NAME, sha256_of(path), parts, generation=manifest, seed=seed)
    folder = RunFolder(request.out, described)
    with (
        TemporaryDirectory(prefix="citewell-leaks-") as scratch,
        Product(home, Path(scratch)) as product,
    ):
        items, absent = experiment(product, askings, request.progress)
    kept = folder.carry_out(
        {item.id: item for item in items},
        LeakItem,
        lambda _, item: item,
        request.progress,
        "Keeping",
    )
    named = "our own questions" if request.data is None else path.name
    result = summarise(kept, askings, absent, f"{named}, served from {documents.resolve().name}")
    folder.finish(result)
    return result


def _documents(options: dict[str, str]) -> Path:
    if "library" not in options and not SAMPLE.is_dir():
        raise UnusableSet("Name the documents to serve with --set library=DIR.")
    return Path(options.get("library", SAMPLE))


def experiment(
    product: Watched, askings: Sequence[Asking], progress: Progress
) -> tuple[list[LeakItem], tuple[Channel, ...]]:
    """Ask everything, look everywhere: an item for every asking and channel, and the channels
    that the product does not have."""
    beside = [asking for asking in askings if asking.way is not Way.ALONE]
    alone = [asking for asking in askings if asking.way is Way.ALONE]
    search = Search({asking.id: asking.canaries for asking in askings})
    came: dict[str, str] = {}

    def ask(those: Sequence[Asking], doing: str) -> None:
        for asking in progress.track(those, doing, len(those)):
            came[asking.id], replied = product.reply(asking)
            for observed in replied:
                search.look(observed)

    ask(beside, "Asking")
    metrics = product.metrics()
    for observed in chain((metrics,) if metrics else (), product.left_behind()):
        search.look(observed)
    seen = {Channel.METRICS} if metrics else set()
    for observed in product.governed():
        seen.add(observed.channel)
        search.look(observed)
    product.stop()
    traces = product.traces()
    if traces is not None:
        seen.add(Channel.TRACES)
        search.look(traces)
    ask(alone, "Asking without a service")
    for observed in product.left_behind():
        search.look(observed)
    absent = tuple(each for each in ABSENT if each not in seen)
    return [*_items(askings, came, search.leaks, absent)], absent


def _items(
    askings: Iterable[Asking], came: dict[str, str], found: Leaks, absent: Sequence[Channel]
) -> Iterable[LeakItem]:
    for asking in askings:
        shared = (Channel.FILES,) if asking.way is Way.ALONE else SHARED
        possible = dict.fromkeys((asking.way.channel, *shared))
        elsewhere = dict.fromkeys(channel for key, channel in found if key == asking.id)
        for channel in {**possible, **elsewhere}:
            if channel not in absent:
                yield leak_item(
                    asking, channel, came[asking.id], found.get((asking.id, channel), ())
                )


def leak_item(asking: Asking, channel: Channel, came: str, leaks: Sequence[Leak]) -> LeakItem:
    """The item of one asking and one channel."""
    out = {leak.kind for leak in leaks}
    planted = tuple(canary.kind for canary in asking.canaries)
    return LeakItem(
        id=f"{asking.id}/{channel}",
        shares={
            LEAKED: (float(bool(leaks)), 1.0),
            **{of_kind(kind): (float(kind in out), 1.0) for kind in planted},
        },
        groups={"channel": channel, "way": asking.way},
        asking=asking.id,
        way=asking.way,
        channel=channel,
        came=came,
        planted=planted,
        leaks=tuple(leaks),
    )


def of_kind(kind: Kind) -> str:
    """The name under which an item carries the share of one kind of identifier."""
    return f"{LEAKED}.{kind}"


def summarise(
    items: Sequence[LeakItem],
    askings: Sequence[Asking],
    absent: Sequence[Channel],
    reported_on: str,
) -> SuiteResult:
    """The figures, and for each channel what came of the askings that leaked there."""
    bad = sum(asking.way in (Way.MALFORMED, Way.REFUSED) for asking in askings)
    asked = len(askings) - bad
    headline: Figures = {
        "leaks": sum(len(item.leaked) for item in items),
        LEAKED: figure(LEAKED, items),
        "planted": sum(len(asking.canaries) for asking in askings),
        "questions": asked,
        "malformed": bad,
    }
    ends = interval(LEAKED, items)
    return SuiteResult(
        suite=NAME,
        headline=headline,
        breakdowns={
            "by_channel": {
                channel: _row([item for item in items if item.channel is channel])
                if channel not in absent
                else {LEAKED: None, "planted": None, "leaks": None}
                for channel in Channel
            },
            "by_type": {kind: _of_kind(kind, items, askings) for kind in Kind},
        },
        intervals={LEAKED: ends} if ends else {},
        undefined={f"by_channel.{channel}": ABSENT[channel] for channel in absent},
        fitted_on="nothing: no constant of the product was chosen on canaries",
        reported_on=f"{asked} questions and {bad} malformed requests: {reported_on}",
        notes=tuple(_told(items)),
    )


def _row(items: Sequence[LeakItem]) -> Figures:
    return {
        LEAKED: figure(LEAKED, items),
        "planted": sum(len(item.planted) for item in items),
        "leaks": sum(len(item.leaked) for item in items),
    }


def _of_kind(kind: Kind, items: Sequence[LeakItem], askings: Sequence[Asking]) -> Figures:
    return {
        LEAKED: figure(of_kind(kind), items),
        "planted": sum(canary.kind is kind for asking in askings for canary in asking.canaries),
        "leaks": sum(kind in item.leaked for item in items),
    }


def _told(items: Sequence[LeakItem]) -> Iterable[str]:
    """How many askings leaked, by channel and by what came of them."""
    counts: dict[tuple[Channel, Way, str], list[bool]] = {}
    for item in items:
        counts.setdefault((item.channel, item.way, item.came), []).append(bool(item.leaks))
    for (channel, way, came), leaked in counts.items():
        if any(leaked):
            yield f"{channel}: {sum(leaked)} of {len(leaked)} askings by {way} leaked ({came})"
