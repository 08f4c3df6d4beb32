"""The portal is filled: every file goes through `otklik import`, as an administrator would load it."""

from collections import Counter
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from benches.trial import files
from benches.trial.duties import Duty, Known, derive
from benches.trial.source import BORDERS, STREETS, Region, Source
from otklik.authorities.models import Authority
from otklik.classifier.models import Topic
from otklik.places.models import Settlement
from tools.say import Stop, line


@dataclass(frozen=True, slots=True)
class Loaded:
    """The portal's own rows by the words of the files."""

    topics: dict[str, Topic]  # by category
    settlements: dict[str, int]  # «г Канаш» → id
    authorities: dict[str, Authority]
    territories: dict[str, str]  # name → code


def load(region: Region, data: Path, folder: Path, *, taught: int) -> Loaded:
    """taught: so many of the first appeals teach the duty table. Raises Stop: an importer left a row out."""
    territories = files.territory_codes(region.territories)
    categories = files.codes((one.category for one in region.appeals), "c")
    bodies = Counter(one.authority for one in region.appeals)
    authorities = files.codes((name for name, _ in bodies.most_common()), "a")
    homes = {one.authority: one.home for one in region.appeals if one.home}
    files.write_territory_codes(folder / "oktmo.json", territories)
    files.write_settlements(folder / "settlements.csv", territories)
    files.write_classifier(folder / "classifier.csv", categories)
    files.write_authorities(folder / "authorities.csv", authorities, homes, territories)
    files.write_duties(
        folder / "duties.csv",
        _duties(region.appeals[:taught], homes, list(categories)),
        categories=categories,
        territories=territories,
        authorities=authorities,
    )
    files.write_appeals(folder / "appeals.csv", region, categories=categories, territories=territories)
    codes = ("--codes", str(folder / "oktmo.json"), "--valid-from", "2004-01-01")
    _import("territories", data / BORDERS, *codes)
    _import("settlements", folder / "settlements.csv")
    _import("addresses", data / STREETS, "--settlement", files.CITY_CODE)
    _import("classifier", folder / "classifier.csv")
    _import("authorities", folder / "authorities.csv")
    _import("duties", folder / "duties.csv")
    _import("appeals", folder / "appeals.csv", "--dry-run")
    return _loaded(territories, categories, authorities)


def _duties(past: tuple[Source, ...], homes: dict[str, str], categories: list[str]) -> list[Duty]:
    known = [Known(one.category, one.place.territory, one.authority) for one in past]
    own = {territory: authority for authority, territory in homes.items()}
    return derive(known, own=own, categories=categories)


def _import(what: str, file: Path, *options: str) -> None:
    told = StringIO()
    try:
        call_command("import", what, str(file), *options, stdout=told)
    except SystemExit:
        wrong = sum(word.startswith("Ошибка") for word in told.getvalue().splitlines())
        raise Stop(f"otklik import {what}: не принято строк: {wrong}") from None
    said = told.getvalue().splitlines()
    notes = sum(word.startswith("Замечание") for word in said)
    sums = next(word for word in reversed(said) if word.startswith("Создано"))
    dry = " (--dry-run)" if "--dry-run" in options else ""
    line(f"  import {what}{dry}: {sums}{f' Замечаний {notes}.' if notes else ''}")


def _loaded(territories: dict[str, str], categories: dict[str, str], authorities: dict[str, str]) -> Loaded:
    topics = {topic.code: topic for topic in Topic.objects.select_related("category")}
    bodies = {body.code: body for body in Authority.objects.all()}
    places = dict(Settlement.objects.values_list("code", "id"))
    known = files.settlement_codes()
    return Loaded(
        topics={title: topics[code] for title, code in categories.items()},
        settlements={name: places[code] for name, code in known.items() if code in places},
        authorities={name: bodies[code] for name, code in authorities.items()},
        territories=territories,
    )
