"""Two years of the survey «Как живётся», answered by people who exist for that only: the demo's results are alive."""

import random
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from otklik.assessment import survey, surveys
from otklik.assessment.models import Survey, SurveyReply
from otklik.people.models import User
from otklik.places.models import Settlement

_PEOPLE: Final = 40  # of each municipality, some more or fewer
_LIKED: Final = {
    "roads": -0.9,
    "health": -0.6,
    "housing": -0.4,
    "trade": 0.7,
    "telecom": 0.5,
    "education": 0.4,
}


def store_surveys(*, seed: int, now: datetime) -> int:
    """Questions of this year and the last, open all year, and their replies; return how many."""
    rng = random.Random(f"survey-{seed}")  # noqa: S311  # the same answers for the same seed
    admin = User.objects.filter(role=User.Role.ADMIN).first()
    if admin is None:
        return 0
    people = _people(rng)
    stored = 0
    for year in (now.year - 1, now.year):
        days = {"opens_on": date(year, 1, 1), "closes_on": date(year, 12, 31)}
        surveys.save(year=year, **days, rows=surveys.FIRST, by=admin, now=now)
        stored += _replies(
            rng, Survey.objects.get(year=year), people, now - timedelta(days=365 * (now.year - year))
        )
    survey.count()
    return stored


def _people(rng: random.Random) -> list[tuple[User, str]]:
    """Residents of each municipality, with its code. They cannot sign in."""
    homes: dict[str, str] = {}
    for code, area in Settlement.objects.order_by("-population", "code").values_list(
        "code", "territory_code"
    ):
        homes.setdefault(area[:8], code)
    wanted = [
        (area, home, n)
        for area, home in sorted(homes.items())
        for n in range(_PEOPLE + rng.randrange(-12, 13))
    ]
    no = make_password(None)
    made = User.objects.bulk_create(
        User(email=f"resident-{area}-{n}@example.test", name="Житель", home_code=home, password=no)
        for area, home, n in wanted
    )
    return [(user, area) for user, (area, _home, _n) in zip(made, wanted, strict=True)]


def _replies(rng: random.Random, asked: Survey, people: list[tuple[User, str]], until: datetime) -> int:
    codes = list(asked.questions.order_by("place").values_list("code", flat=True))
    moods = {area: rng.gauss(0, 0.4) for _user, area in people}
    rows = [
        SurveyReply(
            survey=asked,
            person=user,
            area=area,
            marks=[_mark(rng, 3.3 + moods[area] + _LIKED.get(code, 0)) for code in codes],
            at=until - timedelta(hours=rng.randrange(1, 600)),
        )
        for user, area in people
        if rng.random() < 0.95
    ]
    SurveyReply.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def _mark(rng: random.Random, middle: float) -> int:
    return 0 if rng.random() < 0.06 else min(max(round(rng.gauss(middle, 1.0)), 1), 5)
