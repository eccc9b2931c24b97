"""The file of keys that sensitive columns are sealed with: one a line, the first one seals.

A line is 32 random bytes in base64, as `openssl rand -base64 32` prints them; blank lines and lines
that begin with # are skipped. Keys below the first only open what they sealed: to rotate, put a new
line on top. A key's id follows from the key, so that a wrong one is known as such.
"""

import base64
import binascii
import hashlib
import os
import secrets
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from app.domain.errors import RecordsMismatch, Unavailable

NAME: Final = "governance.key"
"""Of the file that is made under CITEWELL_HOME where the settings name none."""
BYTES: Final = 32
_ID_DIGITS: Final = 12


class Key(NamedTuple):
    """`id`: 12 hexadecimal digits of the key's SHA-256."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.id})"


class KeyFile:
    """Read at its first use, and again whenever it was changed: rotating needs no restart.

    Args:
        file: where the keys lie.
        makes: whether a missing file may be made, with one new key.
        setting: the variable that names the file, for what is said of it.
    """

    def __init__(
        self, file: Path, *, makes: bool = False, setting: str = "CITEWELL_GOVERNANCE_KEY_FILE"
    ) -> None:
        self.file = file
        self.setting = setting
        self.makes = makes
        self._lock = Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def held(self) -> tuple[Key, ...]:
        """The first one seals. Raises RecordsMismatch: there is no file, or it holds no keys."""
        with self._lock:
            try:
                stat = self.file.stat()
                stamp = (stat.st_ino, stat.st_size, stat.st_mtime_ns)
                if stamp != self._stamp:
                    self._keys = _parsed(self.file.read_text(encoding="ascii"), self.file)
                    self._stamp = stamp
            except (OSError, UnicodeDecodeError) as error:
                raise RecordsMismatch(
                    f"The key file {self.file} cannot be read ({type(error).__name__}). Put it "
                    f"back from where it is kept, or set {self.setting} to where it "
                    "lies (deploy/governance.md)."
                ) from None
            return self._keys

    def key(self, identity: str) -> Key:
        """Raises RecordsMismatch: it is not in the file."""
        for key in self.held():
            if key.id == identity:
                return key
        raise self.lacking(identity)

    def lacking(self, *identities: str) -> RecordsMismatch:
        """What to say where records are sealed with keys that the file has not."""
        return RecordsMismatch(
            f"Records were sealed with key {' and '.join(identities)}, which {self.file} does not "
            "hold. Put that key back into the file as its last line, or set "
            f"{self.setting} to the file that has it (deploy/governance.md)."
        )

    def make(self) -> None:
        """A new file with one new key, for this user alone; one that is there stays.

        Durable before it returns, since what is sealed with it will be. Raises Unavailable.
        """
        draft = self.file.with_name(f".{self.file.name}.{secrets.token_hex(8)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            line = base64.b64encode(secrets.token_bytes(BYTES)) + b"\n"
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
                to.write(line)
                to.flush()
                os.fsync(to.fileno())
            try:
                self.file.hardlink_to(draft)
            except FileExistsError:
                return  # another process was first
            finally:
                draft.unlink()
            folder = os.open(self.file.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise Unavailable(
                f"The key file {self.file} cannot be made ({type(error).__name__}). Free some "
                f"space or give this user the folder, or set {self.setting}."
            ) from None


def _parsed(text: str, file: Path) -> tuple[Key, ...]:
    lines = [line.strip() for line in text.splitlines()]
    keys = []
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        try:
            secret = base64.b64decode(line.translate(str.maketrans("-_", "+/")), validate=True)
        except binascii.Error:
            secret = b""
        if len(secret) != BYTES:
            raise RecordsMismatch(
                f"Line {number} of the key file {file} is no key. Write {BYTES} bytes in base64, "
                f"as `openssl rand -base64 {BYTES}` prints them."
            )
        keys.append(Key(hashlib.sha256(secret).hexdigest()[:_ID_DIGITS], secret))
    if not keys:
        raise RecordsMismatch(
            f"The key file {file} holds no key. Put it back from where it is kept; where nothing "
            f"was sealed yet, `openssl rand -base64 {BYTES}` makes one."
        )
    return tuple(keys)
