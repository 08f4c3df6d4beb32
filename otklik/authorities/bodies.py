"""A body as an administrator keeps it: read from a form, saved, taken away, each written down; files are `imports`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.authorities.imports import CODE, COLUMNS
from otklik.authorities.models import Authority, Duty, Membership
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadValue, Row
from otklik.kit.marks import Changed, mark
from otklik.kit.slugs import slug
from otklik.people import changes
from otklik.people.models import User

FLAGS: Final = ("msed_personal_data", "has_desk", "active")
NAMES: Final = (*COLUMNS, "has_desk", "superior")  # of the form, in the journal and in the mark


class BadBody(Refusal):
    code = "bad_body"
    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)  # by name of the field


class InUse(Refusal):
    """Something still names the body; the page under it says what, with links."""

    code = "in_use"


@dataclass(frozen=True, slots=True)
class Uses:
    """What stands in the way of deleting a body; a few of each."""

    duties: bool
    members: list[tuple[int, str]]  # (id, name) of people
    subordinates: list[tuple[str, str]]  # (code, name)

    def __bool__(self) -> bool:
        return self.duties or bool(self.members) or bool(self.subordinates)


def read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values ready for the columns, and what is wrong, by name of the field. A flag that is not there is off."""
    given = {name: typed.get(name, "") for name in NAMES}
    given |= {name: "да" if typed.get(name) else "нет" for name in FLAGS}
    row, values, errors = Row(0, given), dict[str, Any](), dict[str, str]()
    for name, reader in COLUMNS.items():
        try:
            values[name] = reader(row)
        except BadValue as wrong:
            errors[name] = wrong.text[:1].upper() + wrong.text[1:] + "."
    if "short_name" in errors and not given["short_name"].strip():
        del errors["short_name"]  # said of the name already
    values["has_desk"] = given["has_desk"] == "да"
    values["superior"] = given["superior"].strip()
    return values, errors


def kept(body: Authority) -> dict[str, Any]:
    """The body as the journal and the mark of a form have it."""
    found = {name: getattr(body, name) for name in NAMES}
    found["superior"] = body.superior.code if body.superior else ""
    found["msed_uid"] = str(body.msed_uid or "")
    return found


@transaction.atomic
def add(*, typed: Mapping[str, str], by: User, now: datetime) -> Authority:
    """A new body; without a code it gets one out of its name. Raises BadBody."""
    values, errors = read(typed)
    code = typed.get("code", "").strip()
    if code and not re.match(CODE, code):
        errors["code"] = _("Код состоит из латинских букв, цифр и «-».")
    elif code and (len(code) > 64 or Authority.objects.filter(code=code).exists()):
        errors["code"] = _("Такой код уже есть или длиннее 64 знаков.")
    same = Authority.objects.filter(
        name=values.get("name", ""), territory_code=values.get("territory_code", "")
    )
    if "name" not in errors and same.exists():
        errors["name"] = _("Орган с таким названием на этой территории уже есть.")
    body = Authority(code=code)
    _fill(body, values, errors)
    body.code = code or slug(body.name, taken=set(Authority.objects.values_list("code", flat=True)))
    body.save()
    changes.write(by=by, what=f"authority:{body.code}", before=None, after=kept(body), now=now)
    return body


@transaction.atomic
def save(*, code: str, typed: Mapping[str, str], shown: str, by: User, now: datetime) -> Authority:
    """Keep what was typed. shown: the mark of what the form showed. Nothing changed, nothing written.

    Raises BadBody, Changed (somebody saved in between), Authority.DoesNotExist.
    """
    body = _locked(code)
    before = kept(body)
    if mark(before) != shown:
        raise Changed(
            _(
                "Пока вы правили, орган изменил другой администратор. Сверьтесь с журналом и сохраните ещё раз."
            )
        )
    values, errors = read(typed)
    _fill(body, values, errors)
    after = kept(body)
    if after != before:
        body.save()
        changes.write(by=by, what=f"authority:{code}", before=before, after=after, now=now)
    return body


@transaction.atomic
def delete(*, code: str, by: User, has_appeals: bool, now: datetime) -> None:
    """Only what nothing names; otherwise it is switched off. A repeat does nothing. Raises InUse."""
    body = Authority.objects.select_for_update(of=("self",)).filter(code=code).first()
    if body is None:
        return
    if has_appeals:
        raise InUse(_("За органом числятся обращения: удалить его нельзя. Снимите отметку «Действует»."))
    if uses(body):
        raise InUse(_("Орган ещё используется: удалить его нельзя. Что его использует, указано ниже."))
    before = kept(body)
    body.delete()
    changes.write(by=by, what=f"authority:{code}", before=before, after=None, now=now)


def uses(body: Authority) -> Uses:
    """Three statements."""
    members = Membership.objects.filter(authority=body).order_by("user__name", "user_id")
    below = Authority.objects.filter(superior=body).order_by("name", "id")
    return Uses(
        duties=Duty.objects.filter(authority=body).exists(),
        members=list(members.values_list("user_id", "user__name")[:20]),
        subordinates=list(below.values_list("code", "name")[:50]),
    )


def _locked(code: str) -> Authority:
    return Authority.objects.select_related("superior").select_for_update(of=("self",)).get(code=code)


def _fill(body: Authority, values: dict[str, Any], errors: dict[str, str]) -> None:
    """Raises BadBody."""
    superior = values.pop("superior")
    above = Authority.objects.filter(code=superior).first() if superior else None
    if superior and above is None:
        errors["superior"] = _("Такого органа нет.")
    elif above is not None and body.pk and _stands_over(body.pk, above):
        errors["superior"] = _("Этот орган сам подчинён «%(name)s»: получился бы круг.") % {"name": body.name}
    uid = values.get("msed_uid")
    other = Authority.objects.filter(msed_uid=uid).exclude(pk=body.pk).first() if uid else None
    if other:
        errors["msed_uid"] = _("Этот участник МЭДО уже записан за «%(name)s».") % {"name": other.name}
    if uid and not values.get("msed_address") and "msed_address" not in errors:
        errors["msed_address"] = _("Без адреса МЭДО отправки не будет: укажите его или уберите участника.")
    if errors:
        raise BadBody(errors)
    for name, value in values.items():
        setattr(body, name, value)
    body.superior = above


def _stands_over(pk: int, above: Authority) -> bool:
    """Whether `pk` is `above` or somewhere over it."""
    line, one = set[int](), above
    while one.pk not in line:
        line.add(one.pk)
        if one.superior is None:
            break
        one = one.superior
    return pk in line
