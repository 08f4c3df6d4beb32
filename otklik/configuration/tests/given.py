"""A region with one of everything that a configuration holds, and its file."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import connection

from otklik.appeals import officerules, rewording, wordlist
from otklik.appeals.models import Word
from otklik.authorities.models import Authority, Duty
from otklik.cadastre.models import Figure
from otklik.cadastre.tests.given import a_figure
from otklik.classifier.models import Category, Topic
from otklik.configuration import looks, moving, package
from otklik.kit.kept import forget
from otklik.look.current import Look as Values
from otklik.look.models import Look
from otklik.look.tests.test_emblem import GOOD
from otklik.outbox import wordings
from otklik.outbox.models import Wording
from otklik.outbox.wording import Words
from otklik.people.models import User
from otklik.places.borders import cut_up
from otklik.places.models import Settlement, Territory
from otklik.places.tests.given import a_settlement, a_territory
from otklik.reference.models import Emergency, Law, Place
from otklik.reference.tests.given import a_law, a_number, a_place, a_reception, an_office
from otklik.terms import calendar, decisions

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Moscow"))


def a_region() -> None:
    """One of everything that a configuration holds, with numbers that are hard to write down."""
    ring = [(40.1, 54.0), (40.123456789012345, 54.1), (40.30000000000001, 1 / 3 + 53.9), (40.1, 54.0)]
    old = a_territory("99701000", valid_to=date(2025, 12, 31))
    new = a_territory(
        "99701000", MultiPolygon(Polygon(ring), srid=4326), valid_from=date(2026, 1, 1), kind="округ"
    )
    Territory.objects.filter(pk=old.pk).update(successor=new)
    cut_up([new.pk])
    a_settlement("Берёзовка; «новая»", code="a", point=Point(40.123456789, 54.05, srid=4326), population=7)
    a_settlement("Лесная", code="b", point=None)
    roads = Category.objects.create(code="roads", title="Дороги", order=3)
    Topic.objects.create(
        code="pothole",
        category=roads,
        title="Яма",
        kinds=["problem"],
        duty="roads",
        emergency_advice="Звоните\n112",
        other_words="выбоина, колея",
    )
    above = Authority.objects.create(
        code="ministry", name="Министерство", short_name="Минтранс", level="regional"
    )
    town = Authority.objects.create(
        code="town", name="Город", short_name="Город", level="municipal", superior=above, msed_uid=uuid4(),
        msed_address="X~MEDOGU", has_desk=True, territory_code="99701000", email="a@example.test",
    )  # fmt: skip
    Duty.objects.create(subject="roads", territory_code="99701000", authority=town)
    some_terms()
    some_words(town)
    some_reference(town)
    some_land()
    wordings.save("received", "ru", Words("Мы получили", "Номер {{ number }}"), by_id=None, now=NOW)
    emblem = looks.Emblem(*looks_emblem())
    look = Values(portal="Слово", region="Приокский край", accent="#0d5730", texts={"home_ru": "Да\n\nНет"})
    looks.publish(look, emblem, keeps=False, base=0, by=None, now=NOW)


def some_reference(town: Authority) -> None:
    """One row of each reference table, with points and lines that are hard to write down."""
    persons = [["Анна «Лес» Лугова", "глава; мэр", "2-13-14", "вт 14–17"], ["Пётр Дубов", "", "", ""]]
    an_office(
        town, persons=persons, about="Чинит.\nСтроит.", point=Point(40.123456789012345, 54.05, srid=4326)
    )
    a_place(code="mfc", at=(40.30000000000001, 1 / 3 + 53.9), services=["Паспорт; загран"], authority=town)
    a_reception(town, code="r-1", how="Звоните,\nпишите")
    a_number(code="112", checked_on=date(2026, 11, 1))
    a_law("topic:pothole", code="law-1", source_url="https://law.example.test/1")


def some_land() -> None:
    """A norm, rates of which one was corrected and one is over, averages of a municipality and of a quarter."""
    a_figure("norm", "low_percent", "0.25", checked=True)
    a_figure("rate", "housing", "0.2", place="99701000")
    a_figure("rate", "housing", "0.25", place="99701000", url="https://act.example.test/1", checked=True)
    a_figure("rate", "housing", None, place="99701000", valid_from=date(2027, 1, 1))
    a_figure("average", "garden", "1234.5678", place="99701000", source="Приказ № 5; «о средних»")
    a_figure("average", "housing", "4000", place="99:04:0012003")


def some_terms() -> None:
    """Rules of a topic, a category and everything, one of them written twice and one from last year; own days."""
    said = {"unit": "working", "valid_from": "2025-01-01", "answer_days": "5"}
    for more in (
        {},
        {"answer_days": "6"},
        {"subject": "topic:pothole", "kind": "problem", "moderation_hours": "24", "send_hours": "12"},
        {"subject": "category:roads", "regime": "59fz", "unit": "calendar", "extension_days": "0"},
        {"subject": "topic:pothole", "kind": "problem", "valid_from": "2027-01-01", "answer_days": ""},
    ):
        decisions.add(decisions.read(said | more, today=None), by=None, now=NOW)
    new_year, monday = date(2027, 1, 1), date(2027, 4, 12)
    calendar.change([new_year], True, reason="Указ № 1; «рабочий»", by=None, now=NOW)
    calendar.change([monday], False, reason="Указ № 2", by=None, now=NOW)
    calendar.change([monday], None, reason="Отменён", by=None, now=NOW)


def some_words(town: Authority) -> None:
    """A reason in other words, one that is as it was again, a question of the region's own in two languages."""
    admin = User.objects.create_user("words@portal.test", "pass", name="Ася", role="admin")
    reason = rewording.current("refusal", "advert", "ru")
    text = "Первая строка\n\n  Вторая; «с кавычками»"
    rewording.save(words=replace(reason, text=text, active=False), language="ru", shown=0, by=admin, now=NOW)
    rewording.save(words=replace(reason, text=text), language="ru", shown=1, by=admin, now=NOW)
    other = rewording.current("answer", "done", "ru")
    for shown, title in enumerate(("Готово", other.title)):
        rewording.save(words=replace(other, title=title), language="ru", shown=shown, by=admin, now=NOW)
    code = rewording.add(kind="question", title="Номер дома", text="Какой дом?", by=admin, now=NOW)
    own = rewording.current("question", code, "en")
    rewording.save(words=replace(own, title="House"), language="en", shown=0, by=admin, now=NOW)
    Word.objects.all().delete()
    wordlist.add(typed="Редиска", is_beginning=False, by=admin, now=NOW)
    wordlist.add(typed="нехорош", is_beginning=True, by=admin, now=NOW)
    officerules.sign(town.pk, wanted=True)
    officerules.keep(town.pk, None, title="Яма", text="Заделаем.\n\n{number}")
    officerules.keep(town.pk, None, title="«Ель»", text="Срубим")


def looks_emblem() -> tuple[bytes, str]:
    from otklik.look.emblem import clean

    return clean(GOOD.encode())


def without_what_only_grows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE terms_termrule, terms_regionalday, appeals_readywords"
        )
    forget()


def empty() -> None:
    without_what_only_grows()
    for model in (
        Figure,
        Word,
        Duty,
        Place,
        Emergency,
        Law,
        Authority,
        Topic,
        Category,
        Settlement,
        Wording,
        Look,
    ):
        model._default_manager.all().delete()
    Territory.objects.update(successor=None)
    Territory.objects.all().delete()


def exported(**more: Any) -> bytes:
    out = io.BytesIO()
    package.write(out, now=NOW, **more)
    return out.getvalue()


def contents(raw: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def take(path: Path, *, dry_run: bool = False) -> moving.Outcome:
    return moving.take(path, dry_run=dry_run, by=None, now=NOW)


def changed(raw: bytes, name: str, content: bytes | None) -> bytes:
    """The archive with another file of that name, or without it; the manifest stays."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as there, zipfile.ZipFile(out, "w") as archive:
        for entry in there.namelist():
            if entry != name:
                archive.writestr(entry, there.read(entry))
        if content is not None:
            archive.writestr(name, content)
    return out.getvalue()


def resealed(raw: bytes, name: str, content: bytes) -> bytes:
    import hashlib

    manifest = json.loads(zipfile.ZipFile(io.BytesIO(raw)).read(package.MANIFEST))
    for said in manifest["sections"].values():
        if said["file"] == name:
            said["sha256"] = hashlib.sha256(content).hexdigest()
    return changed(changed(raw, name, content), package.MANIFEST, json.dumps(manifest).encode())


def with_rows(name: str, rows: Any) -> bytes:
    return resealed(exported(), name, json.dumps(rows).encode())


def errors_of(outcome: moving.Outcome, name: str) -> str:
    return "\n".join(error for one in outcome.sections if one.name == name for error in one.errors)
