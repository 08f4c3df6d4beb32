"""What the list shows as CSV, GeoJSON and an Atom feed: the same query string. Made and sent row by row."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from itertools import chain, islice
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from otklik.appeals import labels
from otklik.appeals.lifecycle import Decision, Kind, State
from otklik.appeals.queries import lists
from otklik.appeals.queries.downloads import Record, records
from otklik.appeals.queries.filters import Filter
from otklik.appeals.rules import number as numbers
from otklik.kit import clock
from otklik.look import naming
from otklik.stats.queries import list_counts
from otklik.web.access import Action, may
from otklik.web.atom import Entry, feed
from otklik.web.citizen import list_form
from otklik.web.citizen.shown import list_path
from otklik.web.sheet import harmless

ENTRIES: Final = 50  # of the feed
_KEPT: Final = "public, max-age=60"


@require_safe
@may(Action.READ_PUBLIC)
def table(request: HttpRequest) -> StreamingHttpResponse:
    """UTF-8 with its mark and semicolons: what spreadsheets open by a double click where a comma parts decimals."""
    found = islice(_records(request), settings.DOWNLOAD_ROWS)
    write = partial(csv.writer(_Echo(), delimiter=";").writerow)  # returns what it wrote
    lines = (write([_cell(value) for value in _row(record)]) for record in found)
    return _streamed(chain(["\ufeff", write(_head())], lines), "text/csv; charset=utf-8", "appeals.csv")


@require_safe
@may(Action.READ_PUBLIC)
def geojson(request: HttpRequest) -> StreamingHttpResponse:
    """A FeatureCollection; an appeal without a point has no geometry."""
    return _streamed(_collection(_records(request)), "application/geo+json", "appeals.geojson")


@require_safe
@may(Action.READ_PUBLIC)
def atom(request: HttpRequest) -> HttpResponse:
    """The newest of the list, whatever its order."""
    said = Filter.read(request.GET).but(sort="date")
    expected = list_counts.counts(said).expected
    rows = lists.page(said, today=_today(), size=ENTRIES, expected=expected).rows
    return feed(
        f"{list_form.title(said)} · {naming.portal()}",
        f"{settings.BASE_URL}{request.path}?{said.query()}",
        settings.BASE_URL + list_form.address(said),
        max((row.at for row in rows), default=clock.now()),
        [_entry(row) for row in rows],
        subtitle=_newest(ENTRIES),
    )


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _records(request: HttpRequest) -> Iterator[Record]:
    """Those of a download, and one more where it ends before the list does."""
    said = Filter.read(request.GET)  # before the first byte: what is wrong is answered by a page
    expected = list_counts.counts(said).expected
    return records(said, today=_today(), most=settings.DOWNLOAD_ROWS + 1, expected=expected)


def _streamed(parts: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": _KEPT}
    return StreamingHttpResponse(parts, content_type=content_type, headers=headers)


def _today() -> date:
    return timezone.localdate(clock.now())


def _head() -> list[str]:
    return [
        _("Номер"), _("Вид"), _("Состояние"), _("Категория"), _("Тема"), _("Исполнитель"), _("Муниципалитет"),
        _("Населённый пункт"), _("Адрес"), _("Текст"), _("Опубликовано"), _("Ответ дан"), _("Ответить до"),
        _("Поддержали"), _("Оценка"), _("Решено, по мнению автора"), _("Долгота"), _("Широта"), _("Ответ"),
        _("Решение"), _("Страница"),
    ]  # fmt: skip


def _row(record: Record) -> list[Any]:
    said = record._replace(
        number=numbers.spoken(record.number),
        kind=str(labels.KIND[Kind(record.kind)]),
        state=str(labels.STATE[State(record.state)]),
        decision=str(labels.DECISION[Decision(record.decision)]) if record.decision else "",
    )
    return [*said, _page(record.number)]


def _cell(value: Any) -> str | float:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def _collection(found: Iterator[Record]) -> Iterator[str]:
    """Cut short, it says so at its end and where the whole is: members of our own, as RFC 7946 allows."""
    yield '{"type":"FeatureCollection","features":['
    for n, record in enumerate(islice(found, settings.DOWNLOAD_ROWS)):
        yield f"{',' if n else ''}\n{_feature(record)}"
    whole = json.dumps(settings.BASE_URL + reverse("open-data"))
    yield f'\n],"truncated":true,"whole":{whole}}}\n' if next(found, None) else "\n]}\n"


def _feature(record: Record) -> str:
    said = record._asdict()
    lon, lat = said.pop("lon"), said.pop("lat")
    point = None if lon is None else {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
    properties = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in said.items()
    } | {"url": _page(record.number)}
    feature = {"type": "Feature", "id": record.number, "geometry": point, "properties": properties}
    return json.dumps(feature, ensure_ascii=False)


def _page(number: str) -> str:
    return f"{settings.BASE_URL}{list_path()}/{number}"


def _newest(most: int) -> str:
    return ngettext("%(n)d самая новая запись списка", "%(n)d самых новых записей списка", most) % {"n": most}


def _entry(row: lists.Row) -> Entry:
    said = f"{labels.STATE[row.state]}. {row.answer or row.excerpt}"
    return Entry(f"{row.topic}: {row.address}", _page(row.number), row.at, said, row.category)
