"""Signing with Ed25519 by the library `cryptography`, which is imported only where something is signed or checked."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from tracker.errors import RuleError
from tracker.extras import Extra, MissingExtra


def new_key() -> bytes:
    """A new private key, as the text of a PEM file (PKCS 8)."""
    ed25519, serialization = _library()
    private = ed25519.Ed25519PrivateKey.generate()
    return bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def public(private: bytes, name: str) -> str:
    """The public key, 64 hex digits, of a private one. name: of its file, for errors; the key itself is never told."""
    return str(_loaded(private, name).public_key().public_bytes_raw().hex())


def sign(private: bytes, name: str, data: bytes) -> str:
    """The signature of some bytes, 128 hex digits."""
    return str(_loaded(private, name).sign(data).hex())


def is_signed(key: str, signature: str, data: bytes) -> bool:
    """Whether a public key's owner signed these bytes."""
    ed25519, _ = _library()
    from cryptography.exceptions import InvalidSignature

    try:
        ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _loaded(private: bytes, name: str) -> Any:
    """A private key from the bytes of its file. Raises RuleError, which repeats nothing of them."""
    ed25519, serialization = _library()
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        key = serialization.load_pem_private_key(private, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise RuleError(f"'{name}' holds no key for checkpoints", "tracker checkpoint --new-key makes one elsewhere")
    return key


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise MissingExtra(Extra.SIGN) from None
    return ed25519, serialization
