"""Electronic signatures behind one interface: none, or OpenSSL with the GOST engine."""

from pathlib import Path
from typing import Final, Protocol

from otklik.integrations import gost
from otklik.integrations.gost import NoOpenssl, SigningFailed
from otklik.integrations.msed.wire import Verdict

__all__ = ["UNSIGNED", "NoOpenssl", "NoSignature", "OpensslGost", "Signer", "SigningFailed"]

# A CMS SignedData with no signers (RFC 5652, 5.1 allows an empty set): what stands where 2.7.x demands a
# signature file and we have none. Any tool opens it and says that nobody signed; nobody can take it for a
# broken signature.
UNSIGNED: Final = bytes.fromhex("302306092a864886f70d010702a01630140201013100300b06092a864886f70d0107013100")


class Signer(Protocol):
    @property
    def owner(self) -> tuple[str, ...]:
        """Lines for the visible stamp: certificate, owner, validity; () where nothing is signed."""
        ...

    def sign(self, content: bytes) -> bytes | None:
        """Detached CMS (DER) over the content; None: this signer does not sign. Raises SigningFailed."""
        ...

    def verify(self, content: bytes, signature: bytes) -> Verdict:
        """What the detached signature says about the content. Raises NoOpenssl."""
        ...


class NoSignature:
    """Signs nothing and says so. A foreign signature is not looked at."""

    owner: tuple[str, ...] = ()

    def sign(self, content: bytes) -> bytes | None:
        return None

    def verify(self, content: bytes, signature: bytes) -> Verdict:
        return Verdict.ABSENT if signature in (b"", UNSIGNED) else Verdict.UNCHECKED


class OpensslGost:
    """GOST R 34.10-2012 by `openssl cms` with an engine (Debian: libengine-gost-openssl).

    certificate, key: PEM files of ours. authorities: PEM file with the certificates that others' signatures
    must lead to; without it a signature is checked by its own certificate only (the content is whole, the
    person is not proven).
    """

    def __init__(
        self,
        certificate: Path,
        key: Path,
        *,
        engine: str = "gost",
        digest: str = gost.DIGEST,
        authorities: Path | None = None,
    ) -> None:
        self._certificate = certificate
        self._key = key
        self._digest = digest
        self._trust = ["-CAfile", str(authorities), "-purpose", "any"] if authorities else ["-noverify"]
        self._engine = engine
        self._owner: tuple[str, ...] | None = None

    @property
    def owner(self) -> tuple[str, ...]:
        if self._owner is None:
            command = ["x509", "-in", str(self._certificate), "-noout", "-serial", "-subject", "-enddate"]
            command += ["-nameopt", "utf8,sep_comma_plus,-esc_msb"]
            told = gost.run(command, engine=self._engine).decode("utf-8", "replace").splitlines()
            self._owner = tuple(_stamp_line(line) for line in told)
        return self._owner

    def sign(self, content: bytes) -> bytes | None:
        files = {"certificate": self._certificate, "key": self._key}
        return gost.sign(content, **files, digest=self._digest, engine=self._engine)

    def verify(self, content: bytes, signature: bytes) -> Verdict:
        if signature in (b"", UNSIGNED):
            return Verdict.ABSENT
        whole = gost.check(content, signature, trust=self._trust, engine=self._engine)
        return Verdict.VALID if whole else Verdict.BROKEN


def _stamp_line(line: str) -> str:
    """`serial=5A` and the like in Russian words."""
    words = {"serial": "Сертификат", "subject": "Владелец", "notAfter": "Действителен до"}
    key, _, value = line.partition("=")
    return f"{words.get(key, key)}: {value.strip()}"
