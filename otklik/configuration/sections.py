"""What a configuration is made of, in the order in which it is taken: each section is one file.

A new section is one more row of SECTIONS: its file, how it is written, how it is taken.
Export of the same data gives the same bytes. Taking goes through the importers of `otklik import`: what is not in the
file stays as it is.
"""

import base64
import json
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from otklik.appeals import renaming
from otklik.authorities.imports import import_authorities, import_duties
from otklik.authorities.models import Authority, Duty
from otklik.classifier.imports import import_classifier
from otklik.classifier.models import Category, Topic
from otklik.configuration import looks, ruled, worded, written
from otklik.configuration.section import Section, Taking, as_csv, as_json, count, listed
from otklik.kit.errors import Refusal
from otklik.kit.importing import BadFile, Report, RowError, read_json
from otklik.look import emblem as emblems
from otklik.look.models import Look
from otklik.outbox import wording, wordings
from otklik.outbox.wording import Words
from otklik.places.borderfile import import_territories
from otklik.places.imports import import_settlements
from otklik.places.models import Settlement
from otklik.reference.imports import exported, import_table
from otklik.reference.tables import TABLES

_TERRITORIES: Final = """
SELECT one.code, one.name, one.short_name, one.kind, one.valid_from::text, coalesce(one.valid_to::text, ''),
       coalesce(heir.code, ''), ST_AsGeoJSON(one.geom, 15)
FROM places_territory one LEFT JOIN places_territory heir ON heir.id = one.successor_id
ORDER BY one.code, one.valid_from
"""
_OF_TERRITORY: Final = ("oktmo", "name", "short_name", "kind", "valid_from", "valid_to", "successor")


def _territories() -> bytes:
    """A feature a line: two versions of the file can be compared."""
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(_TERRITORIES)
        for *values, geometry in cursor.fetchall():
            properties = json.dumps(dict(zip(_OF_TERRITORY, values, strict=True)), ensure_ascii=False)
            lines.append(f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}')
    return ('{"type": "FeatureCollection", "features": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _settlements() -> bytes:
    names = ("code", "name", "kind", "territory_code", "lon", "lat", "population")
    rows = Settlement.objects.order_by("code").only(
        "code", "name", "kind", "territory_code", "point", "population"
    )
    return as_csv(
        names,
        (
            (row.code, row.name, row.kind, row.territory_code, *(row.point or (None, None)), row.population)
            for row in rows.iterator()
        ),
    )


def _classifier() -> bytes:
    categories = Category.objects.order_by("order", "code")
    topics = Topic.objects.select_related("category").order_by("category__order", "order", "code")
    return as_json(
        {
            "categories": [
                {"code": one.code, "title": one.title, "order": one.order, "active": one.active}
                for one in categories
            ],
            "topics": [
                {
                    "code": one.code,
                    "category": one.category.code,
                    "title": one.title,
                    "kinds": one.kinds,
                    "fields": one.fields,
                    "term_days": one.term_days,
                    "emergency_advice": one.emergency_advice,
                    "confidential": one.confidential,
                    "other_words": one.other_words,
                    "duty": one.duty,
                    "order": one.order,
                    "active": one.active,
                }
                for one in topics
            ],
        }
    )


_OF_AUTHORITY: Final = (
    "code", "name", "short_name", "level", "territory_code", "head_name", "head_post", "phone", "email", "site",
    "address", "msed_uid", "msed_address", "msed_version", "msed_personal_data", "has_desk", "active",
)  # fmt: skip


def _authorities() -> bytes:
    rows = Authority.objects.order_by("code").values_list(*_OF_AUTHORITY, "superior__code")
    words = {True: "да", False: "нет"}
    return as_csv(
        (*_OF_AUTHORITY, "superior"),
        ([words[cell] if isinstance(cell, bool) else cell for cell in row] for row in rows),
    )


def _duties() -> bytes:
    rows = Duty.objects.order_by("subject", "territory_code", "rank")
    return as_csv(
        ("subject", "territory_code", "authority", "rank"),
        rows.values_list("subject", "territory_code", "authority__code", "rank"),
    )


def _letters() -> bytes:
    """Words that administrators wrote; those of the release are in every portal."""
    edited = wording.in_force()
    return as_json(
        [
            {"kind": kind, "language": language, "text": edited[kind, language]}
            for kind, language in sorted(edited)
        ]
    )


def _look() -> bytes:
    row = Look.objects.order_by("-version").first()
    if row is None:
        return as_json({})
    emblem = base64.b64encode(bytes(row.emblem)).decode() if row.emblem else ""
    return as_json({**dict(sorted(row.values.items())), "emblem": emblem})


def _reference(name: str) -> Section:
    """A table of the reference services: one file each, taken as `otklik import` takes it."""
    return Section(
        f"reference-{name}", f"reference-{name}.json", TABLES[name].title,
        lambda: as_json(exported(name)),
        lambda path, taking: import_table(name, path, dry_run=False, now=taking.now, by=taking.by),
        may_be_left_out=True,
    )  # fmt: skip


def _take_letters(path: Path, taking: Taking) -> Report:
    report = Report()
    for number, one in enumerate(listed(path), start=1):
        kind, language, text = (str(one.get(name, "")) for name in ("kind", "language", "text"))
        subject, _sep, body = text.partition("\n")
        known = wording.in_force().get((kind, language))
        try:
            wordings.save(
                kind,
                language,
                Words(subject, body),
                by_id=taking.by.pk if taking.by else None,
                now=taking.now,
            )
        except Refusal as refused:
            report.errors.append(RowError(number, kind, refused.text))
            continue
        count(report, known, wording.in_force().get((kind, language)))
    return report


def _take_look(path: Path, taking: Taking) -> Report:
    report, values = Report(), read_json(path)
    if not isinstance(values, dict):
        raise BadFile(f"В файле {path} нужен объект {{…}}.")
    if not values:
        return report
    try:
        raw = base64.b64decode(str(values.get("emblem") or ""), validate=True)
        emblem = looks.Emblem(*emblems.clean(raw)) if raw else None
        texts = values.get("texts")
        typed = {name: value for name, value in values.items() if isinstance(value, str)}
        typed |= {str(name): str(words) for name, words in texts.items()} if isinstance(texts, dict) else {}
        languages = values.get("languages") or looks.all_languages()
        look = looks.checked(typed, [str(code) for code in languages] if isinstance(languages, list) else [])
        before = looks.in_force().version
        after = looks.publish(look, emblem, keeps=False, base=before, by=taking.by, now=taking.now)
        count(report, before or None, after)
    except looks.BadLook as bad:
        report.errors += [RowError(1, name, text) for name, text in bad.fields.items()]
    except (Refusal, ValueError) as bad:
        report.errors.append(RowError(1, "emblem", str(bad)))
    return report


SECTIONS: Final = (
    Section(
        "territories", "territories.geojson", _("Территории"), _territories,
        lambda path, _taking: import_territories(path, dry_run=False), may_be_left_out=True,
    ),
    Section(
        "settlements", "settlements.csv", _("Населённые пункты"), _settlements,
        lambda path, _taking: import_settlements(path, dry_run=False), may_be_left_out=True,
    ),
    Section(
        "classifier", "classifier.json", _("Классификатор"), _classifier,
        lambda path, _taking: import_classifier(path, dry_run=False, renamed=renaming.mark_later),
    ),
    Section(
        "authorities", "authorities.csv", _("Органы"), _authorities,
        lambda path, _taking: import_authorities(path, dry_run=False), may_be_left_out=True,
    ),
    Section(
        "duties", "duties.csv", _("Обязанности"), _duties,
        lambda path, _taking: import_duties(path, dry_run=False), may_be_left_out=True,
    ),
    Section("terms", "terms.json", _("Сроки"), ruled.terms, ruled.take_terms),
    Section(
        "calendar", "calendar.csv", _("Календарь"), ruled.calendar, ruled.take_calendar, may_be_left_out=True
    ),
    Section(
        "desks", "desks.json", _("Порядок работы органов"), worded.desks, worded.take_desks, may_be_left_out=True
    ),
    Section("words", "words.json", _("Причины и заготовки"), worded.words, worded.take_words),
    Section("unwanted", "unwanted.csv", _("Слова под запретом"), worded.unwanted, worded.take_unwanted),
    Section("letters", "letters.json", _("Слова писем"), _letters, _take_letters),
    Section("look", "look.json", _("Вид портала"), _look, _take_look, may_be_left_out=True),
    Section(
        "knowledge", "knowledge.json", _("База знаний"), written.knowledge, written.take_knowledge,
        may_be_left_out=True,
    ),
    *(_reference(name) for name in TABLES),
    Section("business", "business.json", _("Бизнесу"), written.business, written.take_business, may_be_left_out=True),
    Section("land", "land.csv", _("Земля: нормы, ставки, средние"), ruled.land, ruled.take_land, may_be_left_out=True),
)  # fmt: skip
