"""The envelope of a packet (*.ini, *.ltr): windows-1251, CRLF. Written strictly, read with patience."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from otklik.integrations.msed import values
from otklik.integrations.msed.wire import MOSCOW, Defect

ENCODING: Final = "cp1251"
SUFFIXES: Final = (".ini", ".ltr")
NONE: Final = "Нецелостность пакета: нет конверта"
SEVERAL: Final = "Нецелостность пакета: больше одного конверта"
_LETTER: Final = "ПИСЬМО КП ПС СЗИ"
_MOMENT: Final = "%d.%m.%Y %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Envelope:
    subject: str
    addresses: tuple[str, ...]  # outgoing: the recipient. Incoming: usually the return address (README)
    files: tuple[str, ...]
    text_file: str = ""
    sent: datetime | None = None
    signed: bool = True
    wants_delivered: bool = True
    wants_read: bool = True


def is_envelope(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def write(envelope: Envelope) -> bytes:
    """Characters that windows-1251 lacks become «?»: one receiver opens it strictly in that encoding."""
    flags = (envelope.signed, envelope.wants_delivered, envelope.wants_read)
    signed, delivered, read = (int(flag) for flag in flags)
    lines = [
        f"[{_LETTER}]",
        f"ТЕМА={values.one_line(envelope.subject)}",
        "АВТООТПРАВКА=1",
        "ШИФРОВАНИЕ=0",
        f"ЭЦП={signed}",
        f"ДОСТАВЛЕНО={delivered}",
        f"ПРОЧТЕНО={read}",
    ]
    if envelope.sent:
        lines.append(f"ДАТА={values.local(envelope.sent):{_MOMENT}}")
    lines.append("[АДРЕСАТЫ]")
    lines += [f"{place}={values.one_line(address)}" for place, address in enumerate(envelope.addresses)]
    lines.append("[ФАЙЛЫ]")
    lines += [f"{place}={name}" for place, name in enumerate(envelope.files)]
    if envelope.text_file:
        lines += ["[ТЕКСТ]", f"ФАЙЛ={envelope.text_file}"]
    return "".join(line + "\r\n" for line in lines).encode(ENCODING, "replace")


def read(raw: bytes) -> Envelope:
    """Windows-1251, else UTF-8; blanks before lines and round `=`, keys in any case, any number of files.

    Raises Defect: there is no list of files.
    """
    sections = _sections(_decoded(raw))
    if "ФАЙЛЫ" not in sections:
        raise Defect("В конверте нет раздела [ФАЙЛЫ]")
    letter = dict(sections.get(_LETTER, []))
    return Envelope(
        subject=letter.get("ТЕМА", ""),
        addresses=_listed(sections.get("АДРЕСАТЫ", [])),
        files=_listed(sections["ФАЙЛЫ"]),
        text_file=dict(sections.get("ТЕКСТ", [])).get("ФАЙЛ", ""),
        sent=_sent(letter.get("ДАТА", "")),
        signed=letter.get("ЭЦП") == "1",
        wants_delivered=letter.get("ДОСТАВЛЕНО") == "1",
        wants_read=letter.get("ПРОЧТЕНО") == "1",
    )


def mismatch(envelope: Envelope, names: Iterable[str]) -> str:
    """How the files of a packet differ from its envelope's list; "" if they agree. Letter case is ignored."""
    listed = {name.lower() for name in (*envelope.files, envelope.text_file) if name}
    present = {name.lower() for name in names if not is_envelope(name)}
    lacking, extra = sorted(listed - present), sorted(present - listed)
    words = []
    if lacking:
        words.append(f"нет файлов: {', '.join(lacking[:5])}")
    if extra:
        words.append(f"лишние файлы: {', '.join(extra[:5])}")
    return f"Нецелостность пакета: {'; '.join(words)}" if words else ""


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode(ENCODING)
    except UnicodeDecodeError:
        text = ""
    if "[ФАЙЛЫ]" in text.upper():
        return text
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return text


def _sections(text: str) -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    lines: list[tuple[str, str]] = []
    for line in map(str.strip, text.splitlines()):
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1].strip().upper(), [])
        elif "=" in line and not line.startswith(";"):
            key, _, value = line.partition("=")
            lines.append((key.strip().upper(), value.strip()))
    return sections


def _listed(lines: list[tuple[str, str]]) -> tuple[str, ...]:
    """Values in the order of their numbers; doubles are dropped."""
    numbered = sorted(lines, key=lambda line: int(line[0]) if line[0].isdecimal() else len(lines))
    return tuple(dict.fromkeys(value for _, value in numbered if value))


def _sent(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=MOSCOW)
    except ValueError:
        return None
