"""Signed claims (RFC 7515) by which Google and Apple know us: RS256 and ES256, by cryptography.

PyJWT, which is here for the sign-in from outside, cannot sign ES256 without chance; see `apns` for why it must be.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class BadKey(Exception):
    """Not a private key of the kind that is needed."""


def rs256(claims: Mapping[str, Any], *, key: str, key_id: str) -> str:
    """key: PEM. Raises BadKey."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    private = _loaded(key)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise BadKey("not an RSA key")
    text = _text({"alg": "RS256", "typ": "JWT", "kid": key_id}, claims)
    return f"{text}.{_written(private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def es256(claims: Mapping[str, Any], *, key: str, key_id: str) -> str:
    """key: PEM, P-256. The same claims give the same text (RFC 6979). Raises BadKey."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    private = _loaded(key)
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP256R1):
        raise BadKey("not a P-256 key")
    text = _text({"alg": "ES256", "kid": key_id}, claims)
    how = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    pair = decode_dss_signature(private.sign(text.encode(), how))
    return f"{text}.{_written(b''.join(part.to_bytes(32, 'big') for part in pair))}"


def read_file(file: Path) -> str:
    """Raises BadKey with a reason that names no secret."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, ValueError) as e:
        raise BadKey(f"{file}: {e.strerror if isinstance(e, OSError) else 'not a text'}") from e


def _loaded(pem: str) -> object:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):  # TypeError: it has a password
        raise BadKey("not a private key in PEM without a password") from None


def _text(head: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    return ".".join(_written(json.dumps(part, separators=(",", ":")).encode()) for part in (head, claims))


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
