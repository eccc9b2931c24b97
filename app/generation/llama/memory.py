"""Whether a model fits: what it will take, and what this machine, or this container, has left."""

from pathlib import Path
from typing import Final

from app.generation.llama.card import ModelCard

MIB: Final = 2**20
ENGINE: Final = 120 * MIB
"""Of the engine's process before any model (about 50 MiB), and a margin: with 116 million
parameters in 8 bits and a context of 1,600 tokens, filled, it took 236 MiB where `needed` says 302.
"""
BATCH: Final = 64
"""Tokens of a prompt that are computed at once. On 116 million parameters in 8 bits, steps of 64
read 195 tokens a second of one core, steps of 256 198, steps of 32 118; and the shorter a step, the
more of a prompt that begins like the one before is taken over from it (`greedy.py`)."""


def needed(card: ModelCard, context: int) -> int:
    """Bytes that the model takes with a context of so many tokens: the weights, the attention cache
    and what computing a batch takes (float32: the vocabulary's scores, and a few rows as wide as
    the widest layer)."""
    computing = BATCH * 4 * (card.vocabulary + 6 * card.widest)
    return card.size + context * card.cache_bytes + computing + ENGINE


def available(proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that can be taken without swapping or being killed; None where the system does not
    tell. The least of what the machine has and what any control group above this process allows.
    """
    found = [_machine(proc), *_groups(proc, cgroups)]
    return min((each for each in found if each is not None), default=None)


def shortage(card: ModelCard, context: int, free: int | None) -> str | None:
    """What to tell where it does not fit; None where it does, or where nobody knows."""
    wanted = needed(card, context)
    if free is None or wanted <= free:
        return None
    return (
        f"The model {card.path} needs about {_told(wanted)} of memory ({_told(card.size)} of "
        f"weights, {_told(context * card.cache_bytes)} for a context of {context:,} tokens) and "
        f"{_told(free)} are free: take a smaller quantisation, a shorter context, or free memory."
    )


def _machine(proc: Path) -> int | None:
    try:
        lines = (proc / "meminfo").read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        name, _, rest = line.partition(":")
        if name == "MemAvailable":
            return int(rest.split()[0]) * 1024
    return None


def _groups(proc: Path, cgroups: Path) -> list[int | None]:
    """What each limited group has left, from the process's own up: version 2, else version 1."""
    try:
        lines = (proc / "self" / "cgroup").read_text().splitlines()
    except OSError:
        return []
    left: list[int | None] = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if not controllers:
            root, limit, used, kept = cgroups, "memory.max", "memory.current", "inactive_file"
        elif "memory" in controllers.split(","):
            root, limit = cgroups / "memory", "memory.limit_in_bytes"
            used, kept = "memory.usage_in_bytes", "total_inactive_file"
        else:
            continue
        own = root / path.strip("/")
        for group in (own, *own.parents):
            left.append(_left(group, limit, used, kept))
            if group == root:
                break
    return left


def _left(group: Path, limit: str, used: str, kept: str) -> int | None:
    """Pages of files that nobody read lately count as free: the kernel takes them back first."""
    try:
        allowed = (group / limit).read_text().strip()
        if allowed == "max":
            return None
        idle = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        taken = int((group / used).read_text()) - int(idle.get(kept, 0))
        return max(0, int(allowed) - taken)
    except (OSError, ValueError):
        return None


def _told(count: int) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**30 else f"{count / MIB:.0f} MiB"
