"""Keys of Web Push in the form that browsers and push services exchange: base64url without its padding.

cryptography, 6 MB, is loaded by the first use: a web process without push needs none of it.
"""

import base64
import binascii
from functools import cache


def new_key() -> str:
    """A private key for OTKLIK_VAPID_KEY."""
    from cryptography.hazmat.primitives.asymmetric import ec

    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return written(number.to_bytes(32, "big"))


@cache
def public_key(private: str) -> str:
    """What a browser must be told when it subscribes; "" without a private key.

    Raises ValueError: not a key.
    """
    if not private:
        return ""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.derive_private_key(int.from_bytes(read(private), "big"), ec.SECP256R1())
    return written(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def usable(p256dh: str, auth: str) -> bool:
    """Are these the two keys of a browser?"""
    from cryptography.hazmat.primitives.asymmetric import ec

    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), read(p256dh))
        return len(read(p256dh)) == 65 and len(read(auth)) == 16
    except ValueError:
        return False


def written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def read(text: str) -> bytes:
    """Raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as e:
        raise ValueError(str(e)) from e
