"""GET /api/v1/offline: files with which an app works in a municipality without a network."""

import gzip
from datetime import datetime
from functools import lru_cache

import msgspec
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.kit import clock
from otklik.places import offline
from otklik.places.queries import offline as contents
from otklik.web.access import Action, may
from otklik.web.api.endpoint import only_reads, reads
from otklik.web.api.problems import PREFIX, opened, problem, spoken
from otklik.web.api.v1 import classifier
from otklik.web.packing import takes_gzip

_CLASSIFIER = "classifier.json"


class OfflineTerritory(Struct):
    code: str
    name: str
    bytes: int


class OfflineTerritories(Struct):
    territories: list[OfflineTerritory]


@reads(_("Муниципалитеты, файлы которых можно взять с собой"), gives=OfflineTerritories, keeps=300)
def listing(asked: object) -> OfflineTerritories:
    """By name, with what all files of each weigh; 0: they are still being made."""
    found = contents.kept(on=timezone.localdate(clock.now()))
    return OfflineTerritories(
        [OfflineTerritory(one.code, one.name, sum(file.bytes for file in one.files)) for one in found]
    )


class OfflineFile(Struct):
    """version: changes with what is in it, and is its ETag."""

    name: str
    href: str
    bytes: int
    version: str
    made_at: datetime | None


class OfflineFiles(Struct):
    code: str
    name: str
    files: list[OfflineFile]


@reads(_("Файлы муниципалитета для работы без связи"), gives=OfflineFiles, keeps=60)
def files(asked: object, territory: str) -> OfflineFiles:
    """`places.json`: border and settlements; `addresses.json`: streets and houses; `contacts.json`:
    numbers to ring, authorities, places to go to; `articles.json`: articles by language; `map.pmtiles`: vector tiles of
    the land (layers as on the portal's map, to zoom 14); `classifier.json`: what one can write about. Made anew at
    night where something has changed. Without the first three: they are still being made.
    """
    found = contents.kept(on=timezone.localdate(clock.now()), code=territory)
    if not found:
        raise Http404
    (one,) = found
    of_land = [
        OfflineFile(
            file.name, _href("api-offline-file", one.code, file.name), file.bytes, file.version, file.made_at
        )
        for file in one.files
    ]
    return OfflineFiles(one.code, one.name, [_topics(), *of_land])


@only_reads
@may(Action.READ_PUBLIC)
@spoken
def file(request: HttpRequest, territory: str, name: str) -> HttpResponseBase:
    """JSON travels packed; the tiles of the map are packed inside, each by itself."""
    found = contents.kept(on=timezone.localdate(clock.now()), code=territory)
    named = [one for one in found[0].files if one.name == name] if found else []
    if not named:
        return problem(404, "not_found")
    etag = f'"{named[0].version}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return opened(unchanged, keeps=60)
    try:
        raw = default_storage.open(offline.path(territory, name, named[0].version))
    except FileNotFoundError:
        return problem(404, "not_found")  # another one was written at this moment, or the storage has lost it
    is_packed = offline.MEDIA[name] == "application/json"
    answer: HttpResponseBase
    if is_packed and not takes_gzip(request):
        with raw:
            answer = HttpResponse(gzip.decompress(raw.read()), content_type=offline.MEDIA[name])
    else:
        answer = FileResponse(raw, content_type=offline.MEDIA[name])
        answer["Content-Length"] = str(named[0].bytes)
        if is_packed:
            answer["Content-Encoding"] = "gzip"
    answer["ETag"] = etag
    opened(answer, keeps=60)  # type: ignore[arg-type]
    answer["Vary"] = "Accept-Encoding"
    return answer


def _href(name: str, *args: str) -> str:
    return reverse(name, args=args).removeprefix(PREFIX.rstrip("/"))


def _topics() -> OfflineFile:
    found = classifier.whole()
    return OfflineFile(_CLASSIFIER, _href("api-classifier"), _weight(found.version), str(found.version), None)


@lru_cache(maxsize=4)
def _weight(version: int) -> int:
    """Of the classifier as it travels; asked for once after each publication."""
    return len(gzip.compress(msgspec.json.encode(classifier.whole()), 6, mtime=0))
