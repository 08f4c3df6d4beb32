"""The appeals behind the figures, as a table: number, author, category, topic, who answers."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.appeals import labels
from otklik.appeals.queries.filters import Filter
from otklik.appeals.queries.table import TableRow, every, table
from otklik.kit import clock
from otklik.web.access import Action, may
from otklik.web.caching import public_page
from otklik.web.sheet import at_most, harmless
from otklik.web.statistics.asked import Asked, asked, filtered
from otklik.web.statistics.options import options


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    question, today = _asked(request), _today()
    found = table(filtered(question), today=today, cursor=request.GET.get("cursor", ""))
    context = {
        "rows": found.rows,
        "newer": _with(question, found.newer),
        "older": _with(question, found.older),
        "file": f"{reverse('statistics-appeals-file')}?{question.query()}".rstrip("?"),
        "cut": at_most() if found.newer or found.older else "",
        "figures": f"{reverse('statistics')}?{question.query()}".rstrip("?"),
        "values": question.values,
        "options": options(question),
        "dropped": question.dropped,
        "authority": None,
        "compares": False,
    }
    return render(request, "statistics/appeals.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest) -> StreamingHttpResponse:
    """Rows of the same question, written while they are read: as many as of a list, and a last line where it ends
    before they do.
    """
    headers = {
        "Content-Disposition": 'attachment; filename="appeals.csv"',
        "Cache-Control": "public, max-age=60",
    }
    lines = _lines(filtered(_asked(request)))
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _asked(request: HttpRequest) -> Asked:
    today = _today()
    return asked(request.GET.dict(), today=today)


def _today() -> date:
    return timezone.localdate(clock.now())


def _with(question: Asked, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = question.query()
    return f"{reverse('statistics-appeals')}?{query}{'&' if query else ''}{urlencode({'cursor': cursor})}"


def _lines(said: Filter) -> Iterator[bytes]:
    out = io.StringIO()
    write = csv.writer(out).writerow
    out.write("\ufeff")  # spreadsheets know UTF-8 by it
    write(
        [
            _("Номер"),
            _("Автор"),
            _("Вид"),
            _("Категория"),
            _("Тема"),
            _("Исполнитель"),
            _("Состояние"),
            _("Опубликовано"),
        ]
    )
    most = settings.DOWNLOAD_ROWS
    for n, row in enumerate(every(said, today=_today(), most=most + 1), 1):
        write([harmless(cell) for cell in _cells(row)] if n <= most else [_ending()])
        if n % 200 == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _ending() -> str:
    words = {"most": at_most(), "url": settings.BASE_URL + reverse("open-data")}
    return _("Файл кончается здесь: %(most)s. Выберите период короче или возьмите всё: %(url)s") % words


def _cells(row: TableRow) -> list[str]:
    at = timezone.localtime(row.published_at).strftime("%Y-%m-%d")
    said = [row.author or _("не показан"), labels.KIND[row.kind], row.category, row.topic, row.authority]
    return [row.number, *map(str, said), str(labels.STATE[row.state]), at]
