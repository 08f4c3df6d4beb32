"""A draft about a topic that grows, as an analyst would begin it; all of it may be changed before it is published."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from otklik.kit.slugs import slug
from otklik.people.models import User
from otklik.polls import building
from otklik.polls.models import Poll, Question

DAYS: Final = 14  # it runs
_OFTEN: Final = ["chasto", "inogda"]


@dataclass(frozen=True, slots=True)
class Topical:
    """What grew. Names are data of the region, in its language."""

    topic_code: str
    topic: str
    area_code: str  # "" the whole region
    area: str
    week: date  # its Monday
    last: int
    usual: str  # a week, as people read it


def begin(what: Topical, *, by: User, now: datetime) -> Poll:
    """Ready to be published. Asked again for the same topic, place and week, the poll that is there is returned."""
    code = "-".join(part for part in (what.topic_code[:30], what.area_code, what.week.isoformat()) if part)
    code = slug(code, taken=())
    with override("ru"):
        values, questions = _values(what, now), _questions()
    return building.begin(values, questions, code=code, by=by, now=now)


def _values(what: Topical, now: datetime) -> dict[str, Any]:
    place = f" ({what.area})" if what.area else ""
    about = _(
        "За неделю с %(day)s обращений об этом: %(last)d, обычно за неделю: %(usual)s."
        " Ответы помогут понять, что изменилось и с чего начать."
    ) % {"day": date_format(what.week, "j E Y"), "last": what.last, "usual": what.usual}
    return {
        "languages": ["ru"],
        "title": {"ru": f"{what.topic}{place}"[:200]},
        "about": {"ru": about},
        "picture": None,
        "voters": Poll.Voters.CITIZENS.value,
        "territory_codes": [what.area_code] if what.area_code else [],
        "confirmed_home": False,
        "age_from": 0,
        "opens_at": None,
        "closes_at": (now + timedelta(days=DAYS)).replace(minute=0, second=0, microsecond=0),
        "results": Poll.Shown.END.value,
        "quorum": 0,
    }


def _questions() -> list[tuple[str, dict[str, Any]]]:
    met = {"question": "stalkivalis", "options": _OFTEN}
    options = [
        {"code": "chasto", "text": {"ru": _("Да, часто")}, "picture": None},
        {"code": "inogda", "text": {"ru": _("Да, один или два раза")}, "picture": None},
        {"code": "net", "text": {"ru": _("Нет")}, "picture": None},
    ]
    words = [{"ru": _("почти не мешает")}, {"ru": _("очень мешает")}]
    return [
        (
            "stalkivalis",
            _asked(
                Question.Kind.SINGLE,
                _("Сталкивались ли вы с этим за последний месяц?"),
                options=options,
                required=True,
            ),
        ),
        (
            "meshaet",
            _asked(
                Question.Kind.SCALE,
                _("Насколько это вам мешает?"),
                rules={"from": 1, "to": 5, "words": words},
                asked_if=met,
                required=True,
            ),
        ),
        ("gde", _asked(Question.Kind.PLACE, _("Где это?"), asked_if=met)),
        (
            "chto_sdelat",
            _asked(Question.Kind.TEXT, _("Что нужно сделать в первую очередь?"), rules={"most": 500}),
        ),
    ]


def _asked(kind: Question.Kind, text: str, **more: Any) -> dict[str, Any]:
    plain = {"hint": {}, "required": False, "options": [], "rules": {}, "asked_if": {}}
    return {"kind": kind.value, "text": {"ru": text}, **plain, **more}
