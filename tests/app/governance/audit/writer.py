"""`python -m tests.app.governance.audit.writer HOME URL FIRST THREADS EACH`: appends entries.

Each that is on record is told in a line of its own: its sequence number and its trace.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.audit_logs import entry, log_on
from tests.governance_sites import Site


def main(home: str, url: str, first: str, threads: str, each: str) -> None:
    site = Site(Path(home), url or None)
    with closing(site), closing(log_on(site)) as log, ThreadPoolExecutor(int(threads)) as pool:

        def write(thread: int) -> None:
            for number in range(int(each)):
                sealed = log.append(entry(int(first) + thread * int(each) + number))
                sys.stdout.write(f"{sealed.sequence} {sealed.entry.trace_id}\n")
                sys.stdout.flush()

        list(pool.map(write, range(int(threads))))


if __name__ == "__main__":
    main(*sys.argv[1:])
