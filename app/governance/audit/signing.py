"""Signatures that tell where the audit log had come to: Ed25519 (RFC 8032) of `cryptography`.

The signing key follows from the audit key; its public half lets anybody check heads who may not
hold the key itself.
"""

import hashlib
import hmac
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.governance.keys import Key

_SEED: Final = b"citewell audit heads 1"


def sign(key: Key, content: bytes) -> str:
    """128 hexadecimal digits."""
    return _private(key).sign(content).hex()


def signed(key: Key, content: bytes, signature: str) -> bool:
    try:
        _private(key).public_key().verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(key: Key) -> str:
    """In PEM (SubjectPublicKeyInfo)."""
    public = _private(key).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _private(key: Key) -> Ed25519PrivateKey:
    seed = hmac.new(key.secret, _SEED, hashlib.sha256).digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
