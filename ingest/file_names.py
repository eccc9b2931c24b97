"""What a file's name, on disk or in an archive, says about whether and how to open it."""

_LEFT_BEHIND = frozenset({"corpus.toml", "thumbs.db", "desktop.ini", "__macosx", "ehthumbs.db"})
_LOCK = "~$"


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
    """A file name as text: bytes that are no UTF-8 are shown as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
