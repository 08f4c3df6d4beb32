"""GET /api/v1/statistics: what the home page says about all appeals, out of the kept sums."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.kit import clock
from otklik.stats.queries import home
from otklik.web.api.endpoint import reads


class Statistics(Struct):
    """solved_percent: of answers about which the author said so. answer_days: median of the last year."""

    published: int
    answered: int
    solved_percent: int | None
    answer_days: int | None


@reads(_("Главные числа портала"), gives=Statistics, keeps=300)
def statistics(asked: object) -> Statistics:
    """Everything by municipalities, topics and authorities is in the open data: /open-data."""
    found = home.numbers(today=timezone.localdate(clock.now()))
    return Statistics(found.published, found.answered, found.solved, found.days)
