"""`./apk ADDRESS`: a small signed Android package that opens a portal, made from Debian's packages alone.

A proof that the portal works as an installed program. The app of the stores is another (docs/mobile-stores.md).
"""

import argparse
import os
import re
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit
from xml.sax.saxutils import escape

from tools import packages, shell
from tools.cluster import keep_secret
from tools.environment import ROOT
from tools.say import Stop, doing, line

SOURCES: Final = ROOT / "mobile/smoke"
KEYS: Final = ROOT / "var/apk"
FRAMEWORK: Final = "/usr/share/android-framework-res/framework-res.apk"
# Android 7: the first with a WebView of its own updates and v2 signatures. 34: newer phones install it unasked.
SDK: Final = ("24", "34")
_ALIAS: Final = "portal"
_LABEL: Final = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Portal:
    """What one package opens."""

    address: str  # ASCII, as the WebView is given it
    scheme: str
    host: str  # ASCII, without the port
    name: str  # under the icon


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./apk", description="Собирает подписанный пакет Android, который открывает портал."
    )
    parser.add_argument("address", metavar="АДРЕС", help="что открывать: https://otklik.region.ru/app/")
    parser.add_argument("out", metavar="ФАЙЛ", nargs="?", help="куда положить (var/apk/otklik.apk)")
    parser.add_argument("--name", default="Отклик", help="имя под значком (Отклик)")
    options = parser.parse_args(words)
    portal = wanted(options.address, name=options.name)
    out = Path(options.out or KEYS / "otklik.apk").absolute()
    packages.need(packages.APK)
    with doing("собираю пакет Android"):
        build(portal, out, keys=KEYS, version=int(time.time() // 60))
    line(f"Пакет: {out} ({out.stat().st_size // 1000} КБ), {application(portal.host)}")
    line(
        f"Чтобы ссылки портала открывались в нём: OTKLIK_APP_ANDROID={application(portal.host)}={fingerprint(out)}"
    )
    if portal.scheme == "http":
        line("Адрес без https: годится только для пробы, положение телефона странице не дадут.")
    line("На телефоне откройте файл и разрешите установку, или с компьютера: adb install -r ФАЙЛ")
    return 0


def wanted(address: str, *, name: str) -> Portal:
    """Raises Stop: no address of a portal, no name."""
    parts = _parts(address)
    host = _ascii_host(parts.hostname or "")
    if not host or parts.scheme not in {"http", "https"} or parts.username is not None:
        raise Stop(f"Не адрес портала: {address}\n  Нужен вида https://otklik.region.ru/app/")
    if not name.strip() or not name.isprintable():
        raise Stop("Имя под значком пустое или из непечатных знаков: --name «Отклик».")
    place = host if parts.port is None else f"{host}:{parts.port}"
    rest = parts._replace(scheme=parts.scheme, netloc=place, path=parts.path or "/").geturl()
    if not re.fullmatch(r"[!#$%&()*+,./0-9:;=?@A-Z\[\]_a-z~-]+", rest):
        raise Stop(
            f"Лишние знаки в адресе: {address}\n  Пробелы, кавычки и буквы не латиницей — в виде %20, %D0%9F."
        )
    return Portal(rest, parts.scheme, host, name.strip())


def application(host: str) -> str:
    """The package's name in Android: the host backwards, as stores want it. Hyphens are not allowed in it."""
    labels = [label.replace("-", "") for label in reversed(host.split("."))]
    return ".".join([*(label if label[0].isalpha() else f"n{label}" for label in labels), "smoke"])


def build(portal: Portal, out: Path, *, keys: Path, version: int) -> None:
    """Write the signed package; a former `out` stays until the new one is whole.

    version: whole, larger than that of the package on the phone, or it is not installed over it.
    Raises Stop with the words of the program that failed.
    """
    key, password = _key(keys)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".apk-", dir=out.parent) as temporary:
        folder = Path(temporary)
        raw, aligned = folder / "raw.apk", folder / "aligned.apk"
        _resources(portal, raw, folder=folder, version=version)
        shell.output(
            ["smali", "assemble", "-a", SDK[0], "-o", str(folder / "classes.dex"), str(SOURCES / "smali")]
        )
        # aapt keeps the path it is given as the name within.
        shell.output(["env", "-C", temporary, "aapt", "add", "raw.apk", "classes.dex"])
        shell.output(["zipalign", "-f", "4", str(raw), str(aligned)])
        shell.output(
            [
                *("apksigner", "sign", "--ks", str(key), "--ks-key-alias", _ALIAS),
                *("--ks-pass", f"file:{password}", "--v4-signing-enabled", "false"),
                *("--v1-signing-enabled", "true", "--v2-signing-enabled", "true", str(aligned)),
            ]
        )
        os.replace(aligned, out)


def fingerprint(apk: Path) -> str:
    """SHA-256 of the certificate, as assetlinks.json and the setting want it: AB:CD:…"""
    said = shell.output(["apksigner", "verify", "--print-certs", str(apk)])
    found = re.search(r"SHA-256 digest: ([0-9a-f]{64})", said)
    if not found:
        raise Stop(f"apksigner не назвал отпечаток ключа:\n{said}")
    return ":".join(re.findall("..", found[1].upper()))


def _resources(portal: Portal, raw: Path, *, folder: Path, version: int) -> None:
    values = folder / "res/values"
    values.mkdir(parents=True)
    (values / "portal.xml").write_text(_strings(portal), encoding="utf-8")
    shell.output(
        [
            *("aapt", "package", "-f", "--auto-add-overlay", "-M", str(SOURCES / "AndroidManifest.xml")),
            *("-S", str(folder / "res"), "-S", str(SOURCES / "res"), "-I", FRAMEWORK, "-F", str(raw)),
            *("--rename-manifest-package", application(portal.host)),
            *("--version-code", str(version), "--version-name", str(version)),
            *("--min-sdk-version", SDK[0], "--target-sdk-version", SDK[1]),
            *("-0", "arsc"),  # from Android 11 on the table of resources must lie there unpacked
        ]
    )


def _strings(portal: Portal) -> str:
    words = {"address": portal.address, "scheme": portal.scheme, "host": portal.host, "name": portal.name}
    rows = "".join(f'<string name="{key}">{_as_resource(text)}</string>' for key, text in words.items())
    cleartext = str(portal.scheme == "http").lower()
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<resources>{rows}'
        f'<bool name="cleartext">{cleartext}</bool></resources>\n'
    )


def _as_resource(text: str) -> str:
    """In quotes blanks stay and a leading @ or ? is no reference."""
    return '"' + escape(text.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")) + '"'


def _key(keys: Path) -> tuple[Path, Path]:
    """The key and the file with its password, made at the first call: the same key lets a package replace the last."""
    key, password = keys / "key.p12", keys / "password"
    if key.exists() and password.exists():
        return key, password
    keep_secret(password, secrets.token_urlsafe(24))
    with tempfile.TemporaryDirectory(dir=keys) as temporary:
        made = Path(temporary) / "key.p12"
        shell.output(
            [
                *("keytool", "-genkeypair", "-storetype", "PKCS12", "-keystore", str(made)),
                *(
                    "-storepass:file",
                    str(password),
                    "-alias",
                    _ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                ),
                *("-validity", "10000", "-dname", "CN=Otklik smoke package"),
            ]
        )
        made.chmod(0o600)
        os.replace(made, key)
    return key, password


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        _ = parts.port  # read only now: a wrong one is told here
    except ValueError:
        return urlsplit("")
    return parts


def _ascii_host(host: str) -> str:
    """The host as the net knows it (.рф too); "" for none and for what can be none."""
    try:
        known = host.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return known if all(map(_LABEL.fullmatch, known.split("."))) else ""
