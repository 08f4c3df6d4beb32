"""A body from a form: read whole, saved once, never over somebody else's words, deleted only when nothing names it."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from otklik.authorities import bodies
from otklik.authorities.models import Authority, Membership
from otklik.authorities.tests.given import a_duty, an_authority
from otklik.kit import clock
from otklik.kit.marks import Changed, mark
from otklik.people import changes
from otklik.people.models import ConfigChange, User

pytestmark = [pytest.mark.desks, pytest.mark.django_db]

UID = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"


@pytest.fixture
def admin() -> User:
    return User.objects.create_user("admin@example.test", "pass", name="Ася", role="admin")


def typed(**more: str) -> dict[str, str]:
    return {"name": "Дорожная служба", "level": "municipal", "active": "1", **more}


def add(admin: User, **more: str) -> Authority:
    return bodies.add(typed=typed(**more), by=admin, now=clock.now())


def save(admin: User, body: Authority, shown: str = "", **more: str) -> Authority:
    shown = shown or mark(bodies.kept(body))
    return bodies.save(code=body.code, typed=typed(**more), shown=shown, by=admin, now=clock.now())


def test_a_new_body_gets_its_code_out_of_its_name_and_the_journal_tells_of_it(admin):
    body = add(admin, msed_uid=UID, msed_address="ROADS~MEDOGU", has_desk="1")
    assert (body.code, body.has_desk, str(body.msed_uid), body.short_name) == (
        "dorozhnaya-sluzhba",
        True,
        UID,
        "Дорожная служба",
    )
    (told,) = changes.of(f"authority:{body.code}")
    assert (told.by, told.before, told.after["msed_address"]) == ("Ася", {}, "ROADS~MEDOGU")


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_stored(admin):
    an_authority(code="other", name="Другой", msed_uid=UID)
    with pytest.raises(bodies.BadBody) as told:
        add(
            admin, name=" ", level="galactic", email="нет", site="javascript:1", msed_uid=UID, code="два слова",
            superior="nobody", territory_code="12",
        )  # fmt: skip
    wrong = set(told.value.errors)
    assert wrong == {
        "name",
        "level",
        "email",
        "site",
        "msed_uid",
        "msed_address",
        "code",
        "superior",
        "territory_code",
    }
    assert Authority.objects.count() == 1
    assert not ConfigChange.objects.exists()


def test_the_same_form_sent_twice_makes_one_body(admin):
    add(admin)
    with pytest.raises(bodies.BadBody):
        add(admin)
    assert Authority.objects.count() == 1


def test_a_body_is_changed_once_and_a_repeat_writes_nothing(admin):
    body = add(admin)
    for _ in range(2):
        body = save(admin, body, phone="+7 900 000-00-00", active="")
    (told, _added) = changes.of(f"authority:{body.code}")
    assert (told.before, told.after) == (
        {"phone": "", "active": True},
        {"phone": "+7 900 000-00-00", "active": False},
    )


def test_who_saves_second_is_told_and_overwrites_nothing(admin):
    body = add(admin)
    seen = mark(bodies.kept(body))
    save(admin, body, phone="1")
    with pytest.raises(Changed):
        save(admin, body, shown=seen, phone="2")
    body.refresh_from_db()
    assert body.phone == "1"


def test_no_body_is_put_under_itself(admin):
    top = add(admin, name="Верх")
    low = add(admin, name="Низ", superior=top.code)
    for above in (top, low):
        with pytest.raises(bodies.BadBody) as told:
            save(admin, top, name="Верх", superior=above.code)
        assert "круг" in told.value.errors["superior"]


def test_what_is_used_is_not_deleted_and_what_uses_it_is_named(admin):
    body, low = an_authority(name="Занятый"), an_authority(name="Ниже")
    clerk = User.objects.create_user("clerk@example.test", name="Игорь", role="clerk")
    for use in (
        lambda: a_duty("roads", authority=body),
        lambda: Membership.objects.create(user=clerk, authority=body),
        lambda: Authority.objects.filter(pk=low.pk).update(superior=body) and low,
    ):
        made = use()
        with pytest.raises(bodies.InUse):
            bodies.delete(code=body.code, by=admin, has_appeals=False, now=clock.now())
        assert bodies.uses(body)
        made.delete()
    with pytest.raises(bodies.InUse):
        bodies.delete(code=body.code, by=admin, has_appeals=True, now=clock.now())
    for _ in range(2):
        bodies.delete(code=body.code, by=admin, has_appeals=False, now=clock.now())
    assert not Authority.objects.filter(pk=body.pk).exists()
    (told,) = changes.of(f"authority:{body.code}")
    assert told.after == {}


def test_the_journal_is_only_added_to(admin):
    add(admin)
    for deed in ("UPDATE people_configchange SET what = 'x'", "DELETE FROM people_configchange"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)


def test_values_are_compared_by_key_and_equal_ones_are_left_out(admin):
    same: dict[str, Any] = {"a": 1, "b": [2]}
    changes.write(by=admin, what="x:1", before=same, after=dict(same), now=clock.now())
    changes.write(by=None, what="x:1", before=same, after={**same, "b": [3]}, now=clock.now())
    (told,) = changes.of("x:1")
    assert (told.by, told.before, told.after) == ("", {"b": [2]}, {"b": [3]})
