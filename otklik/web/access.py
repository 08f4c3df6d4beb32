"""Who may do what. Every check of the web layer is here; a view names its check as a decorator."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from otklik.appeals.models import Draft
from otklik.appeals.queries import files, mine
from otklik.appeals.steps import drafting
from otklik.kit import links
from otklik.people.models import User

View: TypeAlias = Callable[..., HttpResponse]
MODERATORS: Final = frozenset({User.Role.MODERATOR, User.Role.SUPERVISOR, User.Role.ADMIN})

_DRAFTS_COOKIE: Final = "otklik_drafts"
_DRAFTS_KEPT: Final = 5
# Days that a link from a letter works: longer than any appeal lives, short of forever.
LINK_DAYS: Final = 400


class PersonRequest(HttpRequest):
    user: User  # signed in: the decorator stands above


def signed_in(view: View) -> View:
    """Let in whoever has an account; others are led to the sign-in page and back."""
    return login_required(view)


def moderators_only(view: View) -> View:
    """Let in moderators, supervisors and administrators; other accounts get 403. What the address names and the
    database has not is a 404.
    """

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role not in MODERATORS:
            raise PermissionDenied
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as e:
            raise Http404 from e

    return signed_in(checked)


def person(request: HttpRequest) -> User | None:
    """The account of the request; None: not signed in."""
    return request.user if isinstance(request.user, User) else None


def require_author(request: PersonRequest, appeal_id: int) -> None:
    """404 unless the signed-in person filed this appeal: a stranger learns not even that it exists."""
    if mine.owner_of(appeal_id) != request.user.pk:
        raise Http404


def author_link(token: str) -> int:
    """The appeal whose author holds this link from a letter. Raises links.BadLink."""
    return links.read("author", token, days=LINK_DAYS)


def require_reader(request: HttpRequest, owner: files.Owner | None) -> None:
    """404 unless what is not public may be shown: to moderators, to the author's account, to who holds the
    author's link (`?by=`), and to the browser that is still writing the draft.
    """
    user = person(request)
    if owner is None:
        raise Http404
    if user and (user.role in MODERATORS or user.pk == owner.author_id):
        return
    if owner.appeal_id is not None and _by_link(request) == owner.appeal_id:
        return
    if owner.draft_id is None:
        raise Http404
    own_draft(request, owner.draft_id)


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, when this browser or this account began it. Raises drafting.NoDraft: gone, or a stranger's."""
    draft = Draft.objects.filter(pk=draft_id).first()
    user = person(request)
    if draft is None or not (draft_id in _drafts(request) or (user and draft.owner_id == user.pk)):
        raise drafting.NoDraft(_("Черновик не найден. Возможно, он удалён: черновики хранятся месяц."))
    return draft


def remember_draft(request: HttpRequest, response: HttpResponse, draft_id: UUID) -> None:
    """Let this browser go on with the draft: a signed cookie with the last few ids."""
    kept = [str(draft_id), *(str(d) for d in _drafts(request) if d != draft_id)][:_DRAFTS_KEPT]
    response.set_signed_cookie(
        _DRAFTS_COOKIE,
        ".".join(kept),
        salt="otklik.drafts",
        max_age=30 * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _by_link(request: HttpRequest) -> int | None:
    try:
        return author_link(request.GET["by"]) if "by" in request.GET else None
    except links.BadLink:
        return None


def _drafts(request: HttpRequest) -> list[UUID]:
    try:
        raw = request.get_signed_cookie(_DRAFTS_COOKIE, default="", salt="otklik.drafts")
    except signing.BadSignature:
        return []
    return [UUID(part) for part in (raw or "").split(".") if part]
