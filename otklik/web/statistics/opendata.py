"""Open data: which files there are, what is in them, and the files themselves."""

from datetime import date

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.look import naming
from otklik.stats.opendata.dump import path
from otklik.stats.queries import dumps
from otklik.web.access import Action, may
from otklik.web.atom import Entry, feed
from otklik.web.caching import public_page

HOUR = "public, max-age=3600"


@require_safe
@public_page
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "dumps": dumps.dumps(),
        "columns": dumps.dictionary(),
        "licence": (settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE_URL),
        "kept": settings.DUMPS,
        "size": filesizeformat,
    }
    return render(request, "statistics/open_data.html", context)


@require_safe
@may(Action.READ_PUBLIC)
def news(request: HttpRequest) -> HttpResponse:
    """An Atom feed: an entry for each night's files, so that programs know when to fetch."""
    found, page = dumps.dumps(), settings.BASE_URL + reverse("open-data")
    entries = [
        Entry(
            _("Открытые данные за %(day)s") % {"day": one.on.isoformat()},
            f"{settings.BASE_URL}{reverse('open-data-file', args=[one.on.isoformat(), 'datapackage.json'])}",
            one.made_at,
            _("Обращений: %(n)s. Файлы: %(files)s.")
            % {"n": one.rows, "files": ", ".join(file.name for file in one.files)},
        )
        for one in found
    ]
    title = " · ".join([_("Открытые данные"), naming.portal()])
    updated = found[0].made_at if found else clock.now()
    return feed(title, settings.BASE_URL + request.path, page, updated, entries)


@require_safe
@may(Action.READ_PUBLIC)
def file(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """day: YYYY-MM-DD, or «latest». A file of a day may be written anew on that day only, so caches keep it an hour."""
    found = dumps.dump_file(_day(day), name)
    if found is None:
        raise Http404
    try:
        raw = default_storage.open(path(_day(day).isoformat(), found.name))
    except FileNotFoundError as e:
        raise Http404 from e
    headers = {
        "Cache-Control": HOUR,
        "Content-Length": str(found.bytes),
        "ETag": f'"{found.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    kind = "application/gzip" if found.name.endswith(".gz") else found.media
    return FileResponse(raw, as_attachment=True, filename=found.name, content_type=kind, headers=headers)


def _day(said: str) -> date:
    """404: not a day, or nothing there yet."""
    try:
        return dumps.latest() if said == "latest" else date.fromisoformat(said)
    except (ValueError, LookupError) as e:
        raise Http404 from e
