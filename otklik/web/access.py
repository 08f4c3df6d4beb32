"""Who may do what. Every check of the web layer is here; a view names its check as a decorator."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from otklik.appeals.models import Draft
from otklik.appeals.queries import mine
from otklik.people.models import User

View: TypeAlias = Callable[..., HttpResponse]
MODERATORS: Final = frozenset({User.Role.MODERATOR, User.Role.SUPERVISOR, User.Role.ADMIN})

_DRAFTS_COOKIE: Final = "otklik_drafts"
_DRAFTS_KEPT: Final = 5


class PersonRequest(HttpRequest):
    user: User  # signed in: the decorator stands above


def signed_in(view: View) -> View:
    """Let in whoever has an account; others are led to the sign-in page and back."""
    return login_required(view)


def moderators_only(view: View) -> View:
    """Let in moderators, supervisors and administrators; other accounts get 403."""

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role not in MODERATORS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return signed_in(checked)


def person(request: HttpRequest) -> User | None:
    """The account of the request; None: not signed in."""
    return request.user if isinstance(request.user, User) else None


def require_author(request: PersonRequest, appeal_id: int) -> None:
    """404 unless the signed-in person filed this appeal: a stranger learns not even that it exists."""
    if mine.owner_of(appeal_id) != request.user.pk:
        raise Http404


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, when this browser or this account began it; 404 otherwise."""
    draft = Draft.objects.select_related("appeal").filter(pk=draft_id).first()
    user = person(request)
    if draft is None or not (draft_id in _drafts(request) or (user and draft.owner_id == user.pk)):
        raise Http404
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


def _drafts(request: HttpRequest) -> list[UUID]:
    try:
        raw = request.get_signed_cookie(_DRAFTS_COOKIE, default="", salt="otklik.drafts")
    except signing.BadSignature:
        return []
    return [UUID(part) for part in (raw or "").split(".") if part]
