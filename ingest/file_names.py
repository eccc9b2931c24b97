"""What a file's name, on disk or in an archive, says about whether and how to open it."""

from typing import Final
from unicodedata import category

_LEFT_BEHIND = frozenset({"corpus.toml", "thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db"})
_LOCK = "~$"
_LONGEST: Final = 150
"""Bytes; disks take 255."""
_UNPRINTABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BYTE: Final = 0xDC00


def archive_kind(name: str) -> str | None:
    """`tar`, `zip` or `gz` by the name's suffix; None for what is no archive."""
    name = name.lower()
    if name.endswith((".tar", ".tar.gz", ".tgz")):
        return "tar"
    return "zip" if name.endswith(".zip") else "gz" if name.endswith(".gz") else None


def member_name(name: str) -> str:
    """With forward slashes and without the `./` that tar likes to begin with."""
    name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return name


def refusal(name: str, special: bool) -> str | None:
    """Why a member is not unpacked; None where it may be."""
    if special:
        return "It is a link or a device, not a file."
    if name.startswith("/") or name[1:2] == ":" or ".." in name.split("/") or "\0" in name:
        return "Its name leads out of the archive."
    return None


def is_hidden(name: str) -> bool:
    """Whether a member or a folder around it is hidden or left behind by a system."""
    return any(is_left_behind(part) for part in name.split("/"))


def is_left_behind(name: str) -> bool:
    """Whether a file's own name says that nobody means it to be read."""
    hidden = name.startswith(".") and name != ".."
    return hidden or name.startswith(_LOCK) or name.lower() in _LEFT_BEHIND


def shown(name: str) -> str:
    """A file name as text on one line: a byte that is no UTF-8 as `\\xff`, a line break as `\\n`.

    Two names never look alike, and none can write to a terminal or turn the reading direction.
    """
    return "".join(_escaped(c) if _is_unprintable(c) else c for c in name)


def stored_name(name: str) -> str:
    """The last part of a member's name as one that every disk takes; the suffix is kept."""
    last = name.rsplit("/", 1)[-1].encode("utf-8", "replace")[-_LONGEST:].decode("utf-8", "ignore")
    return last if last.strip(".") else "content"


def _is_unprintable(c: str) -> bool:
    return category(c) in _UNPRINTABLE or c in _TURNS


def _escaped(c: str) -> str:
    byte = ord(c) - _BYTE  # as Python keeps a byte of a name that is no UTF-8
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else c.encode("unicode_escape").decode()
