"""Drafts of the wizard: open to the account that began one and to the browser that did, by a signed cookie."""

from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from otklik.appeals.models import Draft
from otklik.appeals.steps import drafting
from otklik.people.models import User

_COOKIE: Final = "otklik_drafts"
_KEPT: Final = 5


def own_draft(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, when this browser or this account began it. Raises drafting.NoDraft: gone, or a stranger's."""
    draft = Draft.objects.filter(pk=draft_id).first()
    user = request.user if isinstance(request.user, User) else None
    if draft is None or not (draft_id in _ids(request) or (user and draft.owner_id == user.pk)):
        raise drafting.NoDraft(_("Черновик не найден. Возможно, он удалён: черновики хранятся месяц."))
    return draft


def account_draft(user: User, draft_id: UUID) -> Draft:
    """The draft, when this account began it. Raises drafting.NoDraft: gone, or a stranger's."""
    draft = Draft.objects.filter(pk=draft_id, owner=user, appeal=None).first()
    if draft is None:
        raise drafting.NoDraft(_("Черновик не найден. Возможно, он уже удалён."))
    return draft


def remember_draft(request: HttpRequest, response: HttpResponse, draft_id: UUID) -> None:
    """Let this browser go on with the draft: a signed cookie with the last few ids."""
    kept = [str(draft_id), *(str(d) for d in _ids(request) if d != draft_id)][:_KEPT]
    response.set_signed_cookie(
        _COOKIE,
        ".".join(kept),
        salt="otklik.drafts",
        max_age=30 * 86400,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _ids(request: HttpRequest) -> list[UUID]:
    try:
        raw = request.get_signed_cookie(_COOKIE, default="", salt="otklik.drafts")
    except signing.BadSignature:
        return []
    return [UUID(part) for part in (raw or "").split(".") if part]
