"""Answers drawn at random for review, by a keyed hash: nobody without the key can foresee which."""

import hashlib
import hmac
from typing import Final

from app.governance.keys import KeyFile

_PURPOSE: Final = b"citewell review sample\x00"
_RANGE: Final = 2**64


class KeyedSample:
    """A share of all answers, the same ones wherever it is computed.

    Args:
        share: in [0, 1].
        keys: HMAC-SHA256 under the first one; a rotated key draws others from then on.
    """

    def __init__(self, share: float, keys: KeyFile) -> None:
        self._below = int(share * _RANGE)
        self._keys = keys

    def drawn(self, trace_id: str) -> bool:
        """Raises Unavailable: there is no key."""
        if not self._below:
            return False
        if self._keys.makes and not self._keys.file.exists():
            self._keys.make()
        secret = self._keys.held()[0].secret
        digest = hmac.digest(secret, _PURPOSE + trace_id.encode(), hashlib.sha256)
        return int.from_bytes(digest[:8]) < self._below
