"""A settlement chosen in a form: from the suggestions of the script, from a list, or by its typed name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from otklik.places import queries as places
from otklik.web.typed import whole


@dataclass(frozen=True, slots=True)
class Picked:
    typed: str
    row: places.SettlementRow | None
    options: list[tuple[str, str]] = field(default_factory=list)  # to choose from: several have this name

    @property
    def trouble(self) -> str:
        """What to tell the person where no settlement is meant; "" when one is."""
        if self.row is not None:
            return ""
        if not self.typed:
            return _("Напишите, в каком населённом пункте это находится.")
        if self.options:
            return _("Таких названий несколько. Выберите нужное ниже.")
        return _("Такого населённого пункта нет. Проверьте название и начните его вводить ещё раз.")


def pick(post: Mapping[str, str]) -> Picked:
    """By the fields `settlement`, `settlement_id` (hidden, from the script) and `settlement_choice` (radio buttons)."""
    typed = post.get("settlement", "").strip()[:200]
    chosen = post.get("settlement_choice") or (post.get("settlement_id") if typed else "")
    chosen_id = whole(chosen or "")
    row = places.settlement(chosen_id) if chosen_id is not None else None
    if row is not None and (post.get("settlement_choice") or _same(typed, row)):
        return Picked(typed, row)
    found = places.settlements_called(typed) if typed else []
    options = [(str(one.id), one.label) for one in found] if len(found) > 1 else []
    return Picked(typed, found[0] if len(found) == 1 else None, options)


def _same(typed: str, row: places.SettlementRow) -> bool:
    return typed.lower() in {row.label.lower(), row.name.lower()}
