"""`otklik import authorities | duties FILE`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from otklik.authorities.models import Authority, Duty
from otklik.classifier.models import Topic
from otklik.kit.importing import (
    BadValue,
    Report,
    Row,
    RowError,
    merge,
    read_rows,
    refuse_repeats,
    trial_or_real,
)
from otklik.places.models import OKTMO

CODE: Final = r"^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$"


def import_authorities(path: Path, *, dry_run: bool) -> Report:
    """CSV or JSON: code, name, level; short_name, territory_code, head_name, head_post, phone, email,
    site, address, msed_uid, msed_address, msed_version, msed_personal_data, has_desk, active, superior (code of
    the body above) where known.

    Found again by code. Bodies that are not in the file stay; active = нет switches one off. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        merge(Authority, ("code",), _authorities(path, report), report)
        _subordinate(path, report)
    return report


def import_duties(path: Path, *, dry_run: bool) -> Report:
    """CSV or JSON: subject (code of a topic or of a duty), territory_code (empty: the whole region),
    authority (its code), rank (0 is asked first).

    Found again by subject, territory and rank. Duties that are not in the file stay. Raises BadFile.
    """
    report = Report()
    with trial_or_real(dry_run=dry_run):
        merge(Duty, ("subject", "territory_code", "rank"), _duties(path, report), report)
    return report


def _authorities(path: Path, report: Report) -> Iterator[dict[str, Any]]:
    codes: set[str] = set()
    owners = dict(Authority.objects.filter(msed_uid__isnull=False).values_list("msed_uid", "code"))
    for row in read_rows(path, need=("code", "name", "level")):
        with report.row(row.number):
            values = _authority(row)
            refuse_repeats(codes, values["code"], "code")
            uid = values["msed_uid"]
            if uid is not None and owners.setdefault(uid, values["code"]) != values["code"]:
                raise BadValue(
                    "msed_uid", f"этот участник МЭДО уже записан за «{owners[uid]}»; исправьте одного"
                )
            if uid is not None and not values["msed_address"]:
                report.notes.append(
                    RowError(row.number, "msed_address", "пусто; без адреса МЭДО отправки не будет")
                )
            yield values


def _authority(row: Row) -> dict[str, Any]:
    desk = {"has_desk": row.flag("has_desk", default=False)} if "has_desk" in row.values else {}
    return {"code": _code(row), **{name: read(row) for name, read in COLUMNS.items()}, **desk}


def _subordinate(path: Path, report: Report) -> None:
    """Who stands over whom, when all bodies are there. A file without the column changes nothing."""
    above: dict[str, str | None] = dict(Authority.objects.values_list("code", "superior__code"))
    ids = dict(Authority.objects.values_list("code", "pk"))
    for row in read_rows(path, need=("code",)):
        code, superior = (
            str(row.values.get("code") or "").strip(),
            str(row.values.get("superior") or "").strip(),
        )
        if "superior" not in row.values or code not in ids or (above[code] or "") == superior:
            continue
        if superior and superior not in ids:
            text = f"органа «{superior}» ни в файле, ни в базе нет; подчинение не изменено"
            report.notes.append(RowError(row.number, "superior", text))
        elif code in _line(superior, above):
            text = f"«{code}» и «{superior}» подчинены друг другу; подчинение не изменено"
            report.notes.append(RowError(row.number, "superior", text))
        else:
            Authority.objects.filter(pk=ids[code]).update(superior=ids.get(superior))
            above[code] = superior or None


def _line(code: str | None, above: dict[str, str | None]) -> set[str]:
    """The body and all above it."""
    line: set[str] = set()
    while code and code not in line:
        line.add(code)
        code = above[code]
    return line


def _duties(path: Path, report: Report) -> Iterator[dict[str, Any]]:
    subjects = set(Topic.objects.values_list("code", flat=True)) | set(
        Topic.objects.values_list("duty", flat=True)
    )
    for row, values in duty_rows(path, report):
        if values["subject"] not in subjects:
            text = f"ни темы, ни обязанности «{values['subject']}» в классификаторе нет; строка не сработает"
            report.notes.append(RowError(row.number, "subject", text))
        yield values


def duty_rows(path: Path, report: Report) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The rows of a table of duties that can be taken, as columns of Duty. Raises BadFile."""
    authorities = dict(Authority.objects.values_list("code", "id"))
    seen: set[tuple[str, str, int]] = set()
    for row in read_rows(path, need=("subject", "territory_code", "authority")):
        with report.row(row.number):
            values = _duty(row, authorities)
            key = (values["subject"], values["territory_code"], values["rank"])
            if key in seen:
                raise BadValue(
                    "rank", "такая обязанность, территория и очередь уже есть выше; дайте другую очередь"
                )
            seen.add(key)
            yield row, values


def _duty(row: Row, authorities: dict[str, int]) -> dict[str, Any]:
    authority = row.text("authority", longest=64, required=True)
    if authority not in authorities:
        raise BadValue("authority", f"органа «{authority}» в базе нет; загрузите органы или исправьте код")
    return {
        "subject": row.text("subject", longest=64, required=True),
        "territory_code": oktmo(row),
        "authority_id": authorities[authority],
        "rank": row.whole("rank", default=0, high=1000),
    }


def _code(row: Row) -> str:
    code = row.text("code", longest=64, required=True)
    if not re.match(CODE, code):
        raise BadValue("code", f"«{code}» не подходит; код — латинские буквы, цифры и «-»")
    return code


def oktmo(row: Row) -> str:
    code = row.text("territory_code", longest=30)
    if code and not re.match(OKTMO, code):
        raise BadValue(
            "territory_code", f"«{code}» не подходит; нужен ОКТМО из 8 или 11 цифр или пусто: весь регион"
        )
    return code


def _email(row: Row) -> str:
    email = row.text("email", longest=254)
    try:
        if email:
            validate_email(email)
    except ValidationError as e:
        raise BadValue("email", f"«{email}» не адрес электронной почты") from e
    return email


def _site(row: Row) -> str:
    site = row.text("site", longest=300)
    try:
        if site:
            URLValidator(schemes=["http", "https"])(site)
    except ValidationError as e:
        raise BadValue("site", f"«{site}» не адрес сайта; он начинается с https://") from e
    return site


def _uid(row: Row) -> UUID | None:
    raw = row.text("msed_uid", longest=45)
    try:
        return UUID(raw) if raw else None
    except ValueError as e:
        raise BadValue("msed_uid", f"«{raw}» не UUID; возьмите его из карточки участника МЭДО") from e


# How each column of a body is read, here and in the form of administrators (`bodies`): raises BadValue.
COLUMNS: Final[dict[str, Callable[[Row], Any]]] = {
    "name": lambda row: row.text("name", longest=300, required=True),
    "short_name": lambda row: (
        row.text("short_name", longest=150) or row.text("name", longest=300, required=True)[:150]
    ),
    "level": lambda row: row.choice("level", Authority.Level.values),
    "territory_code": oktmo,
    "head_name": lambda row: row.text("head_name", longest=150),
    "head_post": lambda row: row.text("head_post", longest=300),
    "phone": lambda row: row.text("phone", longest=60),
    "email": _email,
    "site": _site,
    "address": lambda row: row.text("address", longest=300),
    "msed_uid": _uid,
    "msed_address": lambda row: row.text("msed_address", longest=100),
    "msed_version": lambda row: row.choice(
        "msed_version", Authority.Version.values, default=Authority.Version.V271
    ),
    "msed_personal_data": lambda row: row.flag("msed_personal_data", default=False),
    "active": lambda row: row.flag("active", default=True),
}
