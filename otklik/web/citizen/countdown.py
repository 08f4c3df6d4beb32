"""How long until the last day for an answer, in words. By the region's calendar, which the process keeps."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from otklik.terms import calendar, days


def working_days_left(due: date, *, today: date) -> int:
    """0 on the last day, below zero when it has passed (then calendar days: each of them is one too many)."""
    if due <= today:
        return (due - today).days
    return days.working_days_between(today, due, is_working=calendar.is_working)


def left(due: date, *, today: date) -> str:
    """«осталось 4 рабочих дня», «последний день сегодня», «срок прошёл 2 дня назад»."""
    count = working_days_left(due, today=today)
    if count == 0:
        return (
            _("последний день сегодня")
            if due == today
            else _("последний день %(day)s") % {"day": f"{due:%d.%m.%Y}"}
        )
    if count > 0:
        words = ngettext("остался %(n)d рабочий день", "осталось %(n)d рабочих дней", count)
    else:
        words = ngettext("срок прошёл %(n)d день назад", "срок прошёл %(n)d дней назад", -count)
    return words % {"n": abs(count)}
