"""Vector tiles. They are the same for everybody, so they ask nothing of the reader but the encodings they take."""

import gzip
from hashlib import blake2b
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from otklik.kit import clock
from otklik.kit.tile import Tile
from otklik.places import queries as places
from otklik.stats.queries import tiles
from otklik.web.access import Action, may
from otklik.web.map import narrow
from otklik.web.packing import takes_gzip

# A new appeal is folded into the cells within half a second; two seconds is the promise.
FRESH: Final = "public, max-age=1"
DAY: Final = "public, max-age=86400"  # the version in the address changes with the day


@require_safe
@may(Action.READ_PUBLIC)
def appeals(request: HttpRequest, z: int, x: int, y: int) -> HttpResponseBase:
    """Public appeals: layer `cells` (n) or `points` (number, kind, state, topic)."""
    tile = _real(Tile(z, x, y), tiles.MAX_ZOOM)
    return _kept(request, tiles.appeals(tile, narrow.narrow(request.GET)), FRESH)


@require_safe
@may(Action.READ_PUBLIC)
def surroundings(request: HttpRequest, z: int, x: int, y: int) -> HttpResponseBase:
    """Land: layers `borders`, `areas`, `settlements`, `streets`, `houses`. Asked for with ?v= of `places.region`."""
    tile = _real(Tile(z, x, y), places.MAX_ZOOM)
    return _kept(request, places.tile(tile, on=timezone.localdate(clock.now())), DAY)


def _real(tile: Tile, most: int) -> Tile:
    if tile.z > most or not tile.real:
        raise Http404
    return tile


def _kept(request: HttpRequest, body: bytes, keeps: str) -> HttpResponseBase:
    """204 where nothing lies. Compressed here: what is the same for everybody is worth one pass for all proxies."""
    mark = blake2b(body, digest_size=12).hexdigest()
    packed = bool(body) and takes_gzip(request)
    headers = {"Cache-Control": keeps, "Vary": "Accept-Encoding", "ETag": f'"{mark}{"-gz" * packed}"'}
    if packed:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    answer = HttpResponse(
        body, content_type="application/vnd.mapbox-vector-tile", status=200 if body else 204, headers=headers
    )
    return get_conditional_response(request, etag=headers["ETag"], response=answer) or answer
