"""Outcomes as the staff writes them: examples with their source, shown until somebody hides them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cadastre import keeping, typed
from otklik.cadastre.keeping import BadFigure
from otklik.cadastre.models import Outcome
from otklik.classifier import cadastral
from otklik.kit.marks import Changed, mark
from otklik.people.models import User

TITLE_MAX: Final = 200
TEXT_MAX: Final = 3000
NAMES: Final = (
    "title", "text", "result", "place", "value_before", "value_after", "decided_on", "source", "url", "shown",
)  # fmt: skip


def add(
    *, key: UUID, said: Mapping[str, str], day: date | None, today: date, by: User, now: datetime
) -> Outcome:
    """An outcome from the form; a repeat with the same key returns the one that is there. Raises BadFigure."""
    values = read(said, day, today)
    found, _new = Outcome.objects.get_or_create(key=key, defaults={**values, "at": now, "by": by})
    return found


@transaction.atomic
def save(  # what was shown, and who saves
    *, outcome_id: int, said: Mapping[str, str], day: date | None, today: date, by: User, now: datetime
) -> None:
    """Raises BadFigure; Changed where somebody saved since `said["seen"]`; DoesNotExist."""
    row = Outcome.objects.select_for_update().get(pk=outcome_id)
    values = read(said, day, today)
    if said.get("seen", "") != seen(row):
        raise Changed(_("Пока вы правили, пример изменил кто-то другой. Сверьте и сохраните ещё раз."))
    for name, value in values.items():
        setattr(row, name, value)
    row.by = by
    row.save(update_fields=[*values, "by"])


def seen(row: Outcome) -> str:
    """Mark of what the form shows."""
    return mark([str(getattr(row, name)) for name in NAMES])


def read(said: Mapping[str, str], day: date | None, today: date) -> dict[str, Any]:
    """Raises BadFigure."""
    errors: dict[str, str] = {}
    title, source, url = (" ".join(said.get(name, "").split()) for name in ("title", "source", "url"))
    text = said.get("text", "").replace("\r\n", "\n").strip()
    before = typed.money(said.get("value_before", ""), "value_before", errors)
    after = typed.money(said.get("value_after", ""), "value_after", errors)
    errors |= (
        keeping.wrong_source(source, url)
        | _wrong_words(title, text)
        | _wrong_end(said, before, after, day, today)
    )
    if errors:
        raise BadFigure(errors)
    return {
        "title": title,
        "text": text,
        "result": said["result"],
        "place": said.get("place", ""),
        "value_before": before,
        "value_after": after,
        "decided_on": day,
        "source": source,
        "url": url,
        "shown": said.get("shown") == "1",
    }


def _wrong_words(title: str, text: str) -> dict[str, str]:
    errors = {}
    for name, words, most in (("title", title, TITLE_MAX), ("text", text, TEXT_MAX)):
        if not words:
            errors[name] = _("Заполните это поле.")
        elif len(words) > most:
            errors[name] = _("Не длиннее %(n)d знаков.") % {"n": most}
        elif cadastral.quarter_only(words) != words:
            errors[name] = _("Уберите номер участка: на портале виден только квартал.")
    return errors


def _wrong_end(
    said: Mapping[str, str], before: Decimal | None, after: Decimal | None, day: date | None, today: date
) -> dict[str, str]:
    errors = {}
    if said.get("result") not in Outcome.Result.values:
        errors["result"] = _("Выберите, чем кончилось.")
    elif said["result"] == Outcome.Result.LOWERED and not (before and after and after < before):
        errors["value_after"] = _(
            "Стоимость снижена: укажите, сколько было и сколько стало, меньше прежнего."
        )
    if day is None:
        errors["decided_on"] = _("Укажите день решения.")
    elif not day.year >= 2000 or day > today:
        errors["decided_on"] = _("День решения уже прошёл и не раньше 2000 года.")
    if said.get("place") and not keeping.known_place(said["place"], today):
        errors["place"] = _("Такой территории в этот день нет. Выберите из списка.")
    return errors
