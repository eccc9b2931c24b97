"""`python -m tests.app.governance.writer HOME URL NAME THREADS EACH`: writes review tasks.

Every one that is on record is told in a line of its own; an empty URL means the file of the home.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from app.clock import SystemClock
from app.governance.reviews import StoredReviews
from app.governance.store import Store


def main(home: str, url: str, name: str, threads: str, each: str) -> None:
    with closing(Store(Path(home), url or None)) as store, ThreadPoolExecutor(int(threads)) as pool:
        queue = StoredReviews(store, SystemClock())

        def write(thread: int) -> None:
            for number in range(int(each)):
                task = queue.put(f"{name}-{thread}-{number}", ("a/b",))
                sys.stdout.write(f"{task.trace_id}\n")
                sys.stdout.flush()

        list(pool.map(write, range(int(threads))))


if __name__ == "__main__":
    main(*sys.argv[1:])
