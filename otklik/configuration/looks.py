"""The look of the region: checked, published as a new version, taken back to an earlier one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.look import colours
from otklik.look.current import PLACES, Look, current, of
from otklik.look.models import Look as Row
from otklik.people import changes
from otklik.people.models import User

NAME_MAX: Final = 80
TEXT_MAX: Final = {"home": 600, "footer": 600, "contacts": 2000, "rules": 20_000}
_NAMES: Final = ("portal", "portal_en", "region", "region_en")
_PHONE: Final = re.compile(r"\+?[0-9]{3,15}")
_HISTORY: Final = 50


class BadLook(Refusal):
    """Values that cannot be taken: field → what to do. accent: the nearest readable colour or ""."""

    code = "bad_look"
    status = 422

    def __init__(self, fields: dict[str, str], accent: str = "") -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = fields
        self.accent = accent


class NoSuchLook(Refusal):
    code = "no_such_look"
    status = 404


@dataclass(frozen=True, slots=True)
class Emblem:
    """Cleaned; see `look.emblem`."""

    content: bytes
    kind: str  # png, svg

    @property
    def name(self) -> str:
        return f"{hashlib.sha256(self.content).hexdigest()[:16]}.{self.kind}"


@dataclass(frozen=True, slots=True)
class Version:
    version: int
    at: datetime
    by: str
    portal: str
    accent: str
    emblem: str


def checked(typed: Mapping[str, str], languages: list[str]) -> Look:
    """The look that was typed: names, accent, phone, `<place>_<language>`. Raises BadLook."""
    wrong: dict[str, str] = {}
    names = _typed_names(typed, wrong)
    accent = typed.get("accent", "").strip().lower()
    nearest = colours.readable(accent) if colours.is_colour(accent) else ""
    if not nearest:
        wrong["accent"] = _("Цвет записывается как #1450b8.")
    elif nearest != accent:
        wrong["accent"] = _unreadable(accent, nearest)
    phone = re.sub(r"[\s()–—-]", "", typed.get("phone", ""))
    if phone and not _PHONE.fullmatch(phone):
        wrong["phone"] = _("Телефон: от 3 до 15 цифр, можно с «+» впереди.")
    texts = _texts(typed, wrong)
    if wrong:
        raise BadLook(wrong, nearest)
    return Look(
        portal=names["portal"],
        portal_en=names["portal_en"],
        region=names["region"],
        region_en=names["region_en"],
        accent=accent,
        phone=phone,
        languages=_languages(languages),
        texts=texts,
    )


def publish(
    look: Look, emblem: Emblem | None, *, keeps: bool, base: int, by: User | None, now: datetime
) -> int:
    """The look of everybody from now on; its version. The same look again makes none.

    keeps: without a new emblem the present one stays. base: the version that was edited.
    Raises BadLook: somebody else published another one meanwhile.
    """
    with transaction.atomic():
        newest = _newest()
        if (newest.version if newest else 0) != base:
            raise BadLook(
                {"version": _("Пока вы правили, вид портала изменил кто-то ещё. Откройте страницу снова.")}
            )
        content = (
            emblem.content if emblem else bytes(newest.emblem) if keeps and newest and newest.emblem else None
        )
        name = emblem.name if emblem else newest.emblem_name if keeps and newest else ""
        return _add(newest, look.values(), content, name, by=by, now=now)


def back(version: int, *, by: User, now: datetime) -> int:
    """An earlier version becomes the newest; 0: as the settings say. Raises NoSuchLook."""
    with transaction.atomic():
        newest = _newest()
        row = Row.objects.filter(version=version).first()
        if row is None and version != 0:
            raise NoSuchLook(_("Такой версии нет."))
        if row is None:
            return _add(newest, Look().values(), None, "", by=by, now=now)
        emblem = bytes(row.emblem) if row.emblem else None
        return _add(newest, row.values, emblem, row.emblem_name, by=by, now=now)


def all_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def in_force() -> Look:
    """For forms: read anew, with the names that the settings give."""
    look = current.again()
    if look.portal:
        return look
    return replace(
        look,
        portal=settings.PORTAL_NAME,
        portal_en=settings.PORTAL_NAME_EN,
        region=settings.REGION_NAME,
        region_en=settings.REGION_NAME_EN,
    )


def history() -> list[Version]:
    """Newest first."""
    rows = Row.objects.select_related("by").defer("emblem").order_by("-version")[:_HISTORY]
    return [
        Version(row.version, row.at, row.by.name if row.by else "", look.portal, look.accent, look.emblem)
        for row in rows
        for look in (of(row),)
    ]


def emblem_file(name: str) -> bytes | None:
    """Of any version: pages that browsers keep name older ones."""
    row = Row.objects.filter(emblem_name=name).only("emblem").first()
    return bytes(row.emblem) if row and row.emblem else None


def _newest() -> Row | None:
    """The lock is the last row's: of two administrators the second one waits and is told."""
    return Row.objects.select_for_update(of=("self",)).order_by("-version").first()


def _add(
    newest: Row | None,
    values: dict[str, Any],
    content: bytes | None,
    name: str,
    *,
    by: User | None,
    now: datetime,
) -> int:
    before = newest.values if newest else Look().values()
    if before == values and (newest.emblem_name if newest else "") == name:
        return newest.version if newest else 0
    version = newest.version + 1 if newest else 1
    Row.objects.create(version=version, by=by, at=now, values=values, emblem=content, emblem_name=name)
    was = {key: value for key, value in before.items() if value != values.get(key)}
    became = {key: value for key, value in values.items() if value != before.get(key)}
    changes.write(by=by, what=f"look:{version}", before=was, after=became | {"emblem": name}, now=now)
    transaction.on_commit(current.again)
    return version


def _unreadable(accent: str, nearest: str) -> str:
    said = {"had": f"{colours.worst(accent):.1f}", "nearest": nearest}
    return (
        _("Слова этого цвета не прочитать: контраст %(had)s, нужно 4,5. Ближайший читаемый: %(nearest)s.")
        % said
    )


def _typed_names(typed: Mapping[str, str], wrong: dict[str, str]) -> dict[str, str]:
    names = {name: " ".join(typed.get(name, "").split()) for name in _NAMES}
    for name, words in names.items():
        if len(words) > NAME_MAX:
            wrong[name] = _("Не больше %(n)d знаков.") % {"n": NAME_MAX}
        elif not words and name in ("portal", "region"):
            wrong[name] = _("Заполните название.")
    return names


def _texts(typed: Mapping[str, str], wrong: dict[str, str]) -> dict[str, str]:
    found = {}
    for place in PLACES:
        for language, _name in settings.LANGUAGES:
            key = f"{place}_{language}"
            words = typed.get(key, "").replace("\r\n", "\n").strip()
            if len(words) > TEXT_MAX[place]:
                wrong[key] = _("Не больше %(n)d знаков.") % {"n": TEXT_MAX[place]}
            if words:
                found[key] = words
    return found


def _languages(chosen: list[str]) -> tuple[str, ...]:
    """() when all are offered. The first one is what the portal is written in: it cannot be taken away."""
    codes = [code for code, _name in settings.LANGUAGES]
    offered = tuple(code for code in codes if code in chosen or code == settings.LANGUAGE_CODE)
    return () if len(offered) == len(codes) else offered
