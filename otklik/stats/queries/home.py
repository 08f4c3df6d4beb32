"""What the home page says about all appeals, out of the kept sums: ten million take no longer than a thousand."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Sum

from otklik.classifier.models import Category
from otklik.kit import replica
from otklik.stats.models import ListTotal

DAYS: Final = 365  # over which the time to an answer is looked at
# The median is the least number of days within which half of the answers came.
_NUMBERS: Final = """
    WITH term AS (
        SELECT took, sum(sum(n)) OVER (ORDER BY took) AS upto, sum(sum(n)) OVER () AS total
        FROM stats_termcount WHERE what = 'answer' AND dim = 'all' AND value = '' AND month >= %s GROUP BY took
    )
    SELECT coalesce(sum(published), 0), coalesce(sum(answered), 0), coalesce(sum(solved), 0),
        coalesce(sum(unsolved), 0), (SELECT min(took) FROM term WHERE total > 0 AND upto * 2 >= total)
    FROM stats_monthtotal WHERE dim = 'all' AND value = ''
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    published: int
    answered: int
    solved: (
        int | None
    )  # per cent of the answers about which the author said whether they solved it; None: of none
    days: int | None  # median from the publication to the answer; None: no answers


@dataclass(frozen=True, slots=True)
class CategoryCount:
    code: str
    title: str
    n: int


def numbers(*, today: date) -> Numbers:
    """One statement. today: the day of the portal's time zone."""
    since = (today - timedelta(days=DAYS)).replace(day=1)
    ((published, answered, solved, unsolved, days),) = replica.rows(_NUMBERS, [since])
    said = int(solved + unsolved)
    return Numbers(int(published), int(answered), round(100 * int(solved) / said) if said else None, days)


def categories(*, tab: str) -> list[CategoryCount]:
    """Active categories in their order with how many the list of this tab has; two statements."""
    rows = ListTotal.objects.filter(dim="category")
    rows = rows if tab == "answers" else rows.filter(kind=tab)
    counted = dict(rows.values_list("value").annotate(n=Sum("answers" if tab == "answers" else "n")))
    known = Category.objects.filter(active=True).order_by("order", "code").values_list("id", "code", "title")
    return [CategoryCount(code, title, counted.get(str(key), 0)) for key, code, title in known]
