"""Rows as the staff keep them: added, saved, taken away, each written into the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from otklik.authorities.models import Authority
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadValue, Row
from otklik.kit.marks import Changed, mark
from otklik.kit.slugs import slug
from otklik.people import changes
from otklik.people.models import User
from otklik.reference.columns import Known
from otklik.reference.imports import refuse_wrong_order
from otklik.reference.models import Office
from otklik.reference.tables import OFFICES, Table, said


class BadRow(Refusal):
    code = "bad_row"
    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)  # by name of the field


def add(table: Table, *, typed: Mapping[str, str], by: User, now: datetime) -> Any:
    """A new row; without a code it gets one out of its name. Pressed twice it adds one: without a code the row that
    says just this is returned. Raises BadRow: also where its key is there already.
    """
    known = Known.now()
    values = _read(table, typed, known)
    if table.makes_codes and not values["code"]:
        if there := _same(table, values):
            return there
        taken = set(table.model._default_manager.values_list("code", flat=True))
        values["code"] = slug(_called(table, values), taken=taken)
    try:
        with transaction.atomic():
            row = table.model._default_manager.create(**values)
            changes.write(by=by, what=_what(table, row), before=None, after=said(table, row, known), now=now)
    except IntegrityError as e:
        raise BadRow({table.key: _("Такая запись уже есть. Откройте её в списке и измените.")}) from e
    return row


@transaction.atomic
def save(table: Table, row_id: int, *, typed: Mapping[str, str], shown: str, by: User, now: datetime) -> Any:
    """Keep what was typed; the key stays. shown: the mark of what the form showed. Nothing changed, nothing written.

    Raises BadRow, Changed (somebody saved in between), DoesNotExist.
    """
    known = Known.now()
    row = table.model._default_manager.select_for_update().get(pk=row_id)
    before = said(table, row, known)
    if mark(before) != shown:
        raise Changed(_("Пока вы правили, эту запись изменил кто-то другой. Сверьтесь и сохраните ещё раз."))
    for name, value in _read(table, {**typed, table.key: before[table.key]}, known).items():
        setattr(row, name, value)
    if (after := said(table, row, known)) != before:
        row.save()
        changes.write(by=by, what=_what(table, row), before=before, after=after, now=now)
    return row


def keep_card(authority_id: int, *, typed: Mapping[str, str], shown: str, by: User, now: datetime) -> None:
    """The card of a body as its head keeps it; the first save makes it. Raises BadRow, Changed."""
    row = Office.objects.filter(authority=authority_id).only("pk").first()
    if row is not None:
        save(OFFICES, row.pk, typed=typed, shown=shown, by=by, now=now)
        return
    code = Authority.objects.values_list("code", flat=True).get(pk=authority_id)
    add(OFFICES, typed={**typed, "authority": code}, by=by, now=now)


@transaction.atomic
def delete(table: Table, row_id: int, *, by: User, now: datetime) -> None:
    """A repeat does nothing."""
    row = table.model._default_manager.select_for_update().filter(pk=row_id).first()
    if row is not None:
        before = said(table, row, Known.now())
        what = _what(table, row)
        row.delete()
        changes.write(by=by, what=what, before=before, after=None, now=now)


def journal_of(table: Table, row: Any) -> list[changes.Change]:
    return changes.of(_what(table, row))


def _what(table: Table, row: Any) -> str:
    code = row.code if table.makes_codes else row.authority.code
    return f"reference-{table.name}:{code}"


def _same(table: Table, values: Mapping[str, Any]) -> Any | None:
    """The row that says just this but for its code; None: there is none."""
    rows = table.model._default_manager.filter(**{table.called: values[table.called]})
    told = [name for name in values if name != "code"]
    same = (row for row in rows.order_by("pk") if all(getattr(row, one) == values[one] for one in told))
    return next(same, None)


def _called(table: Table, values: Mapping[str, Any]) -> str:
    """Out of which a code is made; of a reception the day too, since a person receives often."""
    name = str(values[table.called])
    return f"{name} {values['starts_at']:%Y-%m-%d}" if "starts_at" in values else name


def _read(table: Table, typed: Mapping[str, str], known: Known) -> dict[str, Any]:
    """Raises BadRow: everything that is wrong at once."""
    given = {column.name: typed.get(column.name, "") for column in table.columns}
    given |= {
        column.name: "да" if typed.get(column.name) in ("1", "да") else "нет"
        for column in table.columns
        if column.type == "checkbox"
    }
    row, values, errors = Row(0, given), dict[str, Any](), dict[str, str]()
    for column in table.columns:
        if column.name == "code" and not given["code"].strip():
            values["code"] = ""
            continue
        try:
            values[column.attname] = column.read(row, known)
        except BadValue as wrong:
            errors[column.name] = wrong.text[:1].upper() + wrong.text[1:] + "."
    try:
        if not errors:
            refuse_wrong_order(values)
    except BadValue as wrong:
        errors[wrong.field] = wrong.text[:1].upper() + wrong.text[1:] + "."
    if errors:
        raise BadRow(errors)
    return values
