"""All own data as one archive, and the end of the account. Both ask for the password."""

from collections.abc import Callable, Iterator

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from otklik.appeals import owners
from otklik.appeals.queries import takeout as filed
from otklik.assessment import takeout as surveyed
from otklik.files import documents, photos
from otklik.kit import clock, zipstream
from otklik.people import takeout
from otklik.polls import takeout as voted
from otklik.web.access import Action, PersonRequest, is_staff, may
from otklik.web.errors import too_many
from otklik.web.profile import leaving, proof
from otklik.works import subscriptions as works


@never_cache
@may(Action.OWN_CABINET)
def page(request: PersonRequest) -> HttpResponseBase:
    """What can be downloaded; the right password starts the download at once."""
    if request.method != "POST":
        return _page(request, "profile/data.html", "")
    if wrong := proof.trouble(request, request.POST.get("password", "")):
        return _page(request, "profile/data.html", wrong)
    if not ratelimit.consume(request, action="takeout", user=request.user):
        return too_many(request)
    now = timezone.localtime(clock.now())
    body = zipstream.stream(_entries(request.user.pk), at=now)
    answer = StreamingHttpResponse(body, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="otklik-{now:%Y-%m-%d}.zip"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.OWN_CABINET)
def delete(request: PersonRequest) -> HttpResponse:
    """What will happen; the right password makes it happen."""
    if request.method != "POST":
        return _page(request, "profile/delete.html", "")
    if wrong := proof.trouble(request, request.POST.get("password", "")):
        return _page(request, "profile/delete.html", wrong)
    owners.release_all(user_id=request.user.pk, now=clock.now())
    logout(request)
    messages.success(request, _("Ваша учётная запись удалена."))
    return redirect("home")


def _page(request: PersonRequest, template: str, wrong: str) -> HttpResponse:
    context = {
        "errors": {"password": wrong} if wrong else {},
        "has_password": request.user.has_usable_password(),
        "is_staff": is_staff(request.user),
        "leaving": leaving,
    }
    return render(request, template, context, status=422 if wrong else 200)


def _entries(user_id: int) -> Iterator[zipstream.Entry]:
    """All rows first, then the photos: while those go to a slow reader no connection to the database is held."""
    ours = (takeout, filed, surveyed, voted, works)
    for name, rows in [document for each in ours for document in each.documents(user_id)]:
        yield zipstream.Entry(f"{name}.json", zipstream.json_list(rows))
    pictures, papers = filed.photos(user_id), filed.enclosures(user_id)
    if own := takeout.photo(user_id):
        pictures.insert(0, ("photo.jpg", own))
    if not connection.in_atomic_block:  # a test is within one
        connection.close()
    for name, photo_id in pictures:
        yield zipstream.Entry(name, _kept(photos.read, photo_id, "full"), packed=False)
    for name, file_id in papers:
        yield zipstream.Entry(name, _kept(documents.read, file_id), packed=False)


def _kept(read: Callable[..., bytes], *which: object) -> Iterator[bytes]:
    """Nothing for one that is gone from the storage: the rest of the archive is worth having."""
    try:
        yield read(*which)
    except FileNotFoundError:
        return
