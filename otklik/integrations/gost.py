"""OpenSSL with the GOST engine (Debian: libengine-gost-openssl), run as a program: Python's own has no engines."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

TIMEOUT: Final = 30  # seconds for one call of openssl
DIGEST: Final = "md_gost12_256"  # GOST R 34.11-2012, 256 bits


class SigningFailed(RuntimeError):
    """OpenSSL did not sign: wrong key, no engine. Holds what it said."""


class NoOpenssl(SigningFailed):
    """The program is not installed: nothing can be said about any signature."""


_CONFIG: Final = """openssl_conf = openssl_def
[openssl_def]
engines = engine_section
[engine_section]
{engine} = engine_options
[engine_options]
engine_id = {engine}
default_algorithms = ALL
"""


def run(command: list[str], *, given: bytes = b"", engine: str = "gost") -> bytes:
    """`openssl <command>` with `given` as its input; its output.

    Each call has a configuration of its own: the machine's is neither read nor touched.
    Raises NoOpenssl, SigningFailed.
    """
    with TemporaryDirectory(prefix="gost-") as folder:
        config = Path(folder, "openssl.cnf")
        config.write_text(_CONFIG.format(engine=engine))
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


def sign(
    content: bytes, *, certificate: Path, key: Path, digest: str = DIGEST, engine: str = "gost"
) -> bytes:
    """Detached CMS (DER) over the content. Raises SigningFailed."""
    command = ["cms", "-sign", "-binary", "-outform", "DER", "-md", digest, "-nosmimecap"]
    return run([*command, "-signer", str(certificate), "-inkey", str(key)], given=content, engine=engine)


def check(content: bytes, signature: bytes, *, trust: list[str], engine: str = "gost") -> bool:
    """Whether the detached CMS (DER) is a signature of the content. trust: options of `openssl cms -verify`.

    Raises NoOpenssl.
    """
    with TemporaryDirectory(prefix="gost-") as folder:
        file = Path(folder, "content")
        file.write_bytes(content)
        command = ["cms", "-verify", "-binary", "-inform", "DER", "-content", str(file), "-out", os.devnull]
        try:
            run([*command, *trust], given=signature, engine=engine)
        except NoOpenssl:
            raise  # our machine's fault, not the signer's
        except SigningFailed:
            return False
    return True
