"""Who signs our requests and checks ESIA's tokens. OpenSSL is for test circuits: production wants certified means."""

import tempfile
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from otklik.integrations import gost
from otklik.integrations.esia.wire import BadAnswer, Token

_DIGESTS: Final = {"RS256": "sha256", "GOST3410_2012_256": gost.DIGEST}


class Signer(Protocol):
    @property
    def certificate_hash(self) -> str:
        """GOST R 34.11-2012-256 of the DER certificate, capital hexadecimal. Raises gost.SigningFailed."""
        ...

    def sign(self, text: str) -> bytes:
        """Detached CMS (DER). Raises gost.SigningFailed."""
        ...

    def believe(self, token: Token) -> None:
        """Raises BadAnswer: the token is not signed by ESIA. gost.SigningFailed: that cannot be found out."""
        ...


class Openssl:
    """certificate, key: PEM files of ours. trusted: PEM certificate of ESIA; None: signatures of tokens are not
    looked at, which OpenID Connect allows for a token that came straight from the server over TLS.
    """

    def __init__(self, certificate: Path, key: Path, *, trusted: Path | None = None) -> None:
        self._certificate, self._key, self._trusted = certificate, key, trusted

    @cached_property
    def certificate_hash(self) -> str:
        return hash_of(self._certificate)

    def sign(self, text: str) -> bytes:
        return gost.sign(text.encode(), certificate=self._certificate, key=self._key)

    def believe(self, token: Token) -> None:
        if self._trusted is None:
            return
        if (digest := _DIGESTS.get(token.algorithm)) is None:
            raise BadAnswer(f"id_token with the algorithm {token.algorithm}")
        with tempfile.TemporaryDirectory(prefix="esia-") as folder:
            key, signature = Path(folder, "key.pem"), Path(folder, "signature")
            key.write_bytes(gost.run(["x509", "-in", str(self._trusted), "-pubkey", "-noout"]))
            signature.write_bytes(token.signature)
            command = ["dgst", f"-{digest}", "-verify", str(key), "-signature", str(signature)]
            try:
                gost.run(command, given=token.signed)
            except gost.NoOpenssl:
                raise
            except gost.SigningFailed as e:
                raise BadAnswer("id_token with a foreign signature") from e


def hash_of(certificate: Path) -> str:
    """A hash of the PEM text would be refused with ESIA-007053."""
    der = gost.run(["x509", "-in", str(certificate), "-outform", "DER"])
    return gost.run(["dgst", f"-{gost.DIGEST}", "-binary"], given=der).hex().upper()
