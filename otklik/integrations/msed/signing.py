"""Electronic signatures behind one interface: none, or OpenSSL with the GOST engine."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Protocol

from otklik.integrations.msed.wire import Verdict

# A CMS SignedData with no signers (RFC 5652, 5.1 allows an empty set): what stands where 2.7.x demands a
# signature file and we have none. Any tool opens it and says that nobody signed; nobody can take it for a
# broken signature.
UNSIGNED: Final = bytes.fromhex("302306092a864886f70d010702a01630140201013100300b06092a864886f70d0107013100")
TIMEOUT: Final = 30  # seconds for one call of openssl


class SigningFailed(RuntimeError):
    """OpenSSL did not sign: wrong key, no engine. Holds what it said."""


class NoOpenssl(SigningFailed):
    """The program is not installed: nothing can be said about any signature."""


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


_CONFIG: Final = """openssl_conf = openssl_def
[openssl_def]
engines = engine_section
[engine_section]
{engine} = engine_options
[engine_options]
engine_id = {engine}
default_algorithms = ALL
"""


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
        digest: str = "md_gost12_256",
        authorities: Path | None = None,
    ) -> None:
        self._certificate = certificate
        self._key = key
        self._digest = digest
        self._trust = ["-CAfile", str(authorities), "-purpose", "any"] if authorities else ["-noverify"]
        self._config = _CONFIG.format(engine=engine)
        self._owner: tuple[str, ...] | None = None

    @property
    def owner(self) -> tuple[str, ...]:
        if self._owner is None:
            command = ["x509", "-in", str(self._certificate), "-noout", "-serial", "-subject", "-enddate"]
            command += ["-nameopt", "utf8,sep_comma_plus,-esc_msb"]
            told = self._run(command).decode("utf-8", "replace").splitlines()
            self._owner = tuple(_stamp_line(line) for line in told)
        return self._owner

    def sign(self, content: bytes) -> bytes | None:
        command = ["cms", "-sign", "-binary", "-outform", "DER", "-md", self._digest, "-nosmimecap"]
        return self._run(
            [*command, "-signer", str(self._certificate), "-inkey", str(self._key)], given=content
        )

    def verify(self, content: bytes, signature: bytes) -> Verdict:
        if signature in (b"", UNSIGNED):
            return Verdict.ABSENT
        with TemporaryDirectory(prefix="msed-") as folder:
            file = Path(folder, "content")
            file.write_bytes(content)
            command = [
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-content",
                str(file),
                "-out",
                os.devnull,
            ]
            try:
                self._run([*command, *self._trust], given=signature)
            except NoOpenssl:
                raise  # our machine's fault, not the partner's
            except SigningFailed:
                return Verdict.BROKEN
        return Verdict.VALID

    def _run(self, command: list[str], *, given: bytes = b"") -> bytes:
        """Each call has a configuration of its own: the machine's is neither read nor touched."""
        with TemporaryDirectory(prefix="msed-") as folder:
            config = Path(folder, "openssl.cnf")
            config.write_text(self._config)
            try:
                done = subprocess.run(  # noqa: S603  # arguments are ours: names of files from the settings
                    ["openssl", *command],  # noqa: S607  # wherever the system keeps it
                    input=given,
                    capture_output=True,
                    timeout=TIMEOUT,
                    check=True,
                    env={**os.environ, "OPENSSL_CONF": str(config)},
                )
            except FileNotFoundError as e:
                raise NoOpenssl("openssl is not installed") from e
            except subprocess.TimeoutExpired as e:
                raise SigningFailed(f"openssl {command[0]}: no answer in {TIMEOUT} s") from e
            except subprocess.CalledProcessError as e:
                raise SigningFailed(e.stderr.decode("utf-8", "replace")[-500:]) from e
        return done.stdout


def _stamp_line(line: str) -> str:
    """`serial=5A` and the like in Russian words."""
    words = {"serial": "Сертификат", "subject": "Владелец", "notAfter": "Действителен до"}
    key, _, value = line.partition("=")
    return f"{words.get(key, key)}: {value.strip()}"
