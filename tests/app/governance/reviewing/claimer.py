"""`python -m tests.app.governance.reviewing.claimer HOME URL NAME THREADS ROUNDS`: claims tasks.

Each thread is a person of its own. Whoever holds a task says so, and says so again right before it
lets go: `+ TASK PERSON` and `- TASK PERSON`, or `! TASK PERSON` where it decided.
"""

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Lock
from time import monotonic_ns

from app.clock import SystemClock
from app.domain.errors import Conflict
from app.governance.reviewing.queue import StoredReviews
from app.governance.store import Store


def main(home: str, url: str, name: str, threads: str, rounds: str) -> None:
    with closing(Store(Path(home), url or None)) as store, ThreadPoolExecutor(int(threads)) as pool:
        queue, out = StoredReviews(store, SystemClock()), Lock()

        def say(mark: str, task: int, person: str) -> None:
            with out:
                sys.stdout.write(f"{monotonic_ns()} {mark} {task} {person}\n")
                sys.stdout.flush()

        def work(thread: int) -> None:
            person = f"{name}-{thread}"
            chance = random.Random(person)
            for _ in range(int(rounds)):
                waiting = queue.waiting()
                if not waiting:
                    return
                task = chance.choice(waiting).id
                try:
                    queue.claim(task, person)
                    say("+", task, person)
                    if chance.random() < 0.5:
                        say("-", task, person)
                        queue.release(task, person)
                    else:
                        queue.approve(task, person)
                        say("!", task, person)
                except Conflict:
                    continue

        list(pool.map(work, range(int(threads))))


if __name__ == "__main__":
    main(*sys.argv[1:])
