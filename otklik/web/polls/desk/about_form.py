"""What a poll is about and for whom, as a form: read from what was typed, and back."""

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.files.photos import BadPhoto
from otklik.polls.models import Poll
from otklik.web import days
from otklik.web.polls.desk import pictures
from otklik.web.typed import whole

TITLE_MAX: Final = 200
ABOUT_MAX: Final = 5000
LANGUAGES: Final = [code for code, _name in settings.LANGUAGES]
DEFAULTS: Final = {"voters": "citizens", "results": "end", "opens_hour": "9", "closes_hour": "20"}


@dataclass(slots=True)
class Typed:
    """said: by the name of the field. picture: what is carried along."""

    said: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=lambda: LANGUAGES[:1])
    territories: list[str] = field(default_factory=list)
    picture: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.said.get(name, "")


def of_poll(poll: Poll) -> Typed:
    said = {"voters": poll.voters, "results": poll.results}
    said |= {"confirmed_home": "1" if poll.confirmed_home else ""}
    said |= {"age_from": str(poll.age_from or ""), "quorum": str(poll.quorum or "")}
    for name in ("title", "about"):
        said |= {f"{name}-{language}": text for language, text in getattr(poll, name).items()}
    for name in ("opens", "closes"):
        moment: datetime | None = getattr(poll, f"{name}_at")
        at = timezone.localtime(moment) if moment else None
        said |= {f"{name}_on": at.date().isoformat() if at else ""}
        said |= {f"{name}_hour": str(at.hour) if at else DEFAULTS[f"{name}_hour"]}
    picture = str(poll.picture) if poll.picture else ""
    return Typed(said, list(poll.languages), list(poll.territory_codes), picture)


def of_form(post: QueryDict, files: Mapping[str, Any]) -> Typed:
    """Nothing of it is lost when something else is wrong: a picture that came is kept and carried on."""
    said = {name: _clean(name, value) for name, value in post.dict().items() if isinstance(value, str)}
    typed = Typed(said, [code for code in LANGUAGES if code in post.getlist("languages")])
    typed.territories = post.getlist("territories")
    try:
        typed.picture = pictures.taken(files.get("picture"), post.get("picture_kept", ""))
    except BadPhoto as bad:
        typed.errors["picture"] = bad.text
    if said.get("drop_picture") == "1" and "picture" not in files:
        typed.picture = ""
    return typed


def values(typed: Typed, areas: Collection[str]) -> dict[str, Any]:
    """What `building` keeps; what cannot be read goes to `typed.errors`. areas: codes there are to choose from."""
    errors = typed.errors
    found: dict[str, Any] = {"languages": typed.languages, "picture": typed.picture or None}
    found |= {name: _texts(typed, name, most) for name, most in (("title", TITLE_MAX), ("about", ABOUT_MAX))}
    if not typed.languages:
        errors["languages"] = _("Выберите хотя бы один язык.")
    elif not found["title"].get(typed.languages[0]):
        errors[f"title-{typed.languages[0]}"] = _("Напишите название: по нему опрос узнают.")
    known = {"voters": Poll.Voters.values, "results": Poll.Shown.values}
    for name, offered in known.items():
        found[name] = typed.get(name)
        if found[name] not in offered:
            errors[name] = _("Выберите из списка.")
    found["territory_codes"] = sorted({code for code in typed.territories if code in areas})
    if len(found["territory_codes"]) < len(set(typed.territories)):
        errors["territories"] = _("Одного из выбранных муниципалитетов сейчас нет. Проверьте список.")
    found["confirmed_home"] = typed.get("confirmed_home") == "1"
    found["age_from"] = _number(typed, "age_from", 100)
    found["quorum"] = _number(typed, "quorum", 10_000_000)
    found |= {f"{name}_at": _moment(typed.said, errors, name) for name in ("opens", "closes")}
    if not errors and found["opens_at"] and found["closes_at"] and found["opens_at"] >= found["closes_at"]:
        errors["closes_on"] = _("Голосование кончается раньше, чем начинается.")
    return found


def _texts(typed: Typed, name: str, most: int) -> dict[str, str]:
    """Also of a language that is not chosen now: it may be chosen again."""
    found = {language: typed.get(f"{name}-{language}") for language in LANGUAGES}
    for language, text in found.items():
        if len(text) > most:
            typed.errors[f"{name}-{language}"] = _("Не длиннее %(n)d знаков.") % {"n": most}
    return {language: text for language, text in found.items() if text}


def _number(typed: Typed, name: str, most: int) -> int:
    said = typed.get(name)
    found = whole(said) if said else 0
    if found is None or found > most:
        typed.errors[name] = _("Целое число от 0 до %(n)d.") % {"n": most}
        return 0
    return found


def _moment(said: Mapping[str, str], errors: MutableMapping[str, str], name: str) -> datetime | None:
    """A day and a whole hour of it; None: no day was typed."""
    start = days.begins(days.asked(said, errors, f"{name}_on"))
    hour = whole(said.get(f"{name}_hour", "0") or "0")
    if start is None:
        return None
    if hour is None or hour > 23:
        errors[f"{name}_hour"] = _("Выберите час.")
        return None
    return start + timedelta(hours=hour)


def _clean(name: str, value: str) -> str:
    """Lines stay lines where there may be some."""
    raw = value[:20_000].replace("\r\n", "\n").replace("\0", "").strip()
    return raw if name.startswith("about-") else " ".join(raw.split())
