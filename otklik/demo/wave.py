"""A wave of ratings in the demo: last night accounts of a few days gave one body a single star each.

They rate by the step that everybody rates by and are found by the rule in force, so that the supervisors' page and the
note of the board show what they would in earnest.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db.models import Count

from otklik.appeals.lifecycle import State
from otklik.appeals.models import Appeal
from otklik.appeals.steps import rating
from otklik.assessment import waves
from otklik.demo.appeals import Story, answered
from otklik.demo.rows import Region
from otklik.people.models import User
from otklik.stats import folding
from otklik.stats import waves as looking

TOPIC: Final = "potholes"
CITY: Final = "99701000"  # OKTMO
N: Final = 24  # answers of the body; those of the last hours are rated by nobody yet
_MORE: Final = 3  # ratings than the rule asks for
_AGE: Final = timedelta(days=4)  # of the accounts
_BEGAN: Final = timedelta(hours=8)  # before now
_EVERY: Final = timedelta(minutes=11)


def crowd(seed: int, region: Region, *, now: datetime) -> Iterator[Story]:
    """What is rated: N stories of one topic in one city, answered lately; the same ones for the same arguments."""
    return answered(seed + 2, TOPIC, region, territory_code=CITY, n=N, now=now)


def store_wave(*, now: datetime) -> int:
    """Rate answers that wait for it; return how many ratings were set aside. 0: no body has enough of them."""
    began, rule = now - _BEGAN, waves.rule()
    waiting = Appeal.objects.filter(
        state=State.ANSWERED, author=None, rating=None, authority__isnull=False, state_since__lt=began
    )
    most = waiting.values_list("authority").annotate(n=Count("pk")).order_by("-n", "authority").first()
    if most is None or most[1] < rule.ratings:
        return 0
    ids = waiting.filter(authority=most[0]).order_by("pk").values_list("pk", flat=True)
    chosen = list(ids[: rule.ratings + _MORE])
    for n, (appeal_id, user) in enumerate(zip(chosen, _accounts(len(chosen), now), strict=True)):
        Appeal.objects.filter(pk=appeal_id).update(author=user)
        rating.rate(appeal_id=appeal_id, stars=1, solved=True, words="", now=began + n * _EVERY)
    folding.fold()
    return looking.look(now=now)


def _accounts(count: int, now: datetime) -> list[User]:
    """They cannot sign in, and nobody writes to them."""
    no = make_password(None)
    made = User.objects.bulk_create(
        User(email=f"newcomer-{n}@example.test", name="Житель", password=no, wants_letters=False)
        for n in range(count)
    )
    User.objects.filter(pk__in=[user.pk for user in made]).update(joined_at=now - _AGE)
    return made
