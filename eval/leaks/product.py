"""The product as its user runs it, in processes of its own, and all that comes out of them."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self

import httpx

from eval.leaks.askings import Asking
from eval.leaks.followed import followed
from eval.leaks.governed import SETTINGS, governed
from eval.leaks.mcp_calls import over_stdio
from eval.leaks.replied import word_for
from eval.leaks.search import Channel, Observed, changed, states
from eval.leaks.sent import Sent
from eval.leaks.ways import Way
from eval.service_process import COMMAND, HOST, ServiceProcess, free_port
from eval.span_sink import span_sink
from eval.suite import UnusableSet

REPLIES_WITHIN: Final = 900.0
"""Seconds; a machine whose cores are all busy loads the models slowly."""
METRICS: Final = "/metrics"

Reply = tuple[str, tuple[Observed, ...]]
"""What came of an asking, in a word, and everything that was replied."""


class Watched(Protocol):
    """A product that can be asked, and looked at from all sides."""

    def reply(self, asking: Asking) -> Reply:
        """Ask, in the asking's own way.

        Raises:
            UnusableSet: a question was not answered, so that nothing can be said of leaks.
        """
        ...

    def metrics(self) -> Observed | None:
        """What a running service counts; None where it has no such page."""
        ...

    def governed(self) -> Iterator[Observed]:
        """What reviewers, auditors and the webhook are shown while it runs."""
        ...

    def stop(self) -> None:
        """End the service."""
        ...

    def traces(self) -> Observed | None:
        """The spans that it sent until it ended; None where none came."""
        ...

    def left_behind(self) -> Iterator[Observed]:
        """What the service logged, and every file that is new or changed since it started."""
        ...


class Product:
    """`citewell serve --dev` over a copy of a home, and `citewell ask` beside it."""

    def __init__(self, home: Path, scratch: Path) -> None:
        """Copy and start; `scratch` is an empty folder that is used for nothing else.

        Raises:
            UnusableSet: the service does not start.
        """
        self._collector = ExitStack()
        self._spans = self._collector.enter_context(span_sink())
        self._told = self._collector.enter_context(span_sink())  # takes whatever is sent
        self._watched = scratch / "watched"
        self._logs = scratch / "log"
        self._logs.mkdir()
        temporary = self._watched / "tmp"
        temporary.mkdir(parents=True)
        shutil.copytree(home, self._watched / "home")
        self._environment = {
            **os.environ,
            "CITEWELL_HOME": str(self._watched / "home"),
            "TMPDIR": str(temporary),
            "NO_COLOR": "1",
            "CITEWELL_METRICS": "loopback",
            "CITEWELL_OTLP_ENDPOINT": self._spans.url,
            "CITEWELL_WEBHOOK_URL": self._told.url,
            **SETTINGS,
        }
        self._before = states(self._watched)
        port = free_port()
        self._client = httpx.Client(
            base_url=f"http://{HOST}:{port}", timeout=REPLIES_WITHIN, trust_env=False
        )
        self._process = ServiceProcess(port, ["--dev"], self._environment, self._logs)

    def __enter__(self) -> Self:
        try:
            self._process.wait()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def reply(self, asking: Asking) -> Reply:
        if asking.way is Way.MCP_STDIO:
            return self._piped(asking)
        return self._sent(asking, asking.sent) if asking.sent else self._typed(asking)

    def metrics(self) -> Observed | None:
        reply = self._client.get(METRICS)
        if reply.status_code == httpx.codes.NOT_FOUND:
            return None
        return Observed(Channel.METRICS, f"GET {METRICS}", reply.content)

    def governed(self) -> Iterator[Observed]:
        home = self._watched / "home"
        yield from governed(self._client, home, self._environment, self._told.got)

    def stop(self) -> None:
        self._end()

    def traces(self) -> Observed | None:
        if not self._spans.got:
            return None
        return Observed(Channel.TRACES, "spans", b"\n".join(self._spans.got))

    def left_behind(self) -> Iterator[Observed]:
        for log in sorted(self._logs.iterdir()):
            yield Observed(Channel.LOG, log.name, log.read_bytes())
        yield from changed(self._watched, self._before)

    def _sent(self, asking: Asking, sent: Sent) -> Reply:
        headers = [(name.encode(), value) for name, value in sent.headers]
        reply = self._client.request(sent.method, sent.path, content=sent.body, headers=headers)
        if asking.way is not Way.MALFORMED and not reply.is_success:
            raise UnusableSet(f"The service replied {reply.status_code} to {asking.id}.")
        place = f"{sent.method} {sent.template}"
        head = b"\r\n".join(b"%b: %b" % pair for pair in reply.headers.raw)
        return word_for(reply), (
            Observed(asking.way.channel, f"{place}, headers", head),
            Observed(asking.way.channel, f"{place}, body", reply.content),
            *followed(self._client, asking, reply),
        )

    def _typed(self, asking: Asking) -> Reply:
        done = subprocess.run(
            [*COMMAND, "ask", asking.text, "--audience", asking.audience, *_record(asking)],
            input=(asking.record or "").encode(),
            env=self._environment,
            capture_output=True,
            check=False,
            timeout=REPLIES_WITHIN,
        )
        if asking.way is not Way.REFUSED and done.returncode:
            raise UnusableSet(f"citewell ask ended with {done.returncode} for {asking.id}.")
        return f"exit {done.returncode}", (
            Observed(asking.way.channel, "citewell ask, stdout", done.stdout),
            Observed(asking.way.channel, "citewell ask, stderr", done.stderr),
        )

    def _piped(self, asking: Asking) -> Reply:
        written = over_stdio(asking.text, asking.audience, self._environment, REPLIES_WITHIN)
        return "answered", tuple(
            Observed(asking.way.channel, f"citewell mcp, {name}", data)
            for name, data in zip(("stdout", "stderr"), written, strict=True)
        )

    def _end(self) -> None:
        self._client.close()
        self._process.end()
        self._collector.close()


def _record(asking: Asking) -> list[str]:
    return ["--patient", "-"] if asking.record is not None else []
