"""What the board calls its figures."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.stats.board import ORDERS

KINDS: Final[dict[str, Promise]] = {
    "regional": _("Региональные органы"),
    "municipal": _("Муниципальные органы"),
    "federal": _("Федеральные органы"),
    "organisation": _("Организации"),
}
# In the order in which a reader chooses; what is behind each is said on the page of the method.
ORDER: Final[dict[str, Promise]] = {
    "in_time": _("Доля ответов в срок"),
    "ratio_in_time": _("В срок, с поправкой на темы"),
    "median": _("Половина ответов, дней"),
    "longest": _("9 из 10 ответов, дней"),
    "ratio_days": _("Дней до ответа, с поправкой на темы"),
    "rating": _("Оценка авторов"),
    "solved": _("Решено, по словам авторов"),
    "ratio_solved": _("Решено, с поправкой на темы"),
    "returned": _("Возвращено авторами"),
    "formal": _("Формальных ответов"),
    "overdue": _("Просрочено сейчас"),
    "received": _("Поступило"),
    "answered": _("Ответов"),
}
# Of a file: days and marks as they are, shares as percents, ratios with two digits.
DIGITS: Final = {
    "median": 0,
    "longest": 0,
    "rating": 2,
    "ratio_in_time": 2,
    "ratio_days": 2,
    "ratio_solved": 2,
}

if set(ORDER) != set(ORDERS):
    raise RuntimeError("each order of the board has its words")
