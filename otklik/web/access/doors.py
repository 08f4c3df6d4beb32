"""The decorators of views, and checks that a view makes of one thing."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern

from otklik.appeals.queries import card, files
from otklik.kit import links
from otklik.people import queries as people
from otklik.people.models import User
from otklik.people.queries import has_second_factor
from otklik.web.access import deeds, drafts
from otklik.web.access.rights import RIGHTS, VISITOR, Action, allowed, is_staff
from otklik.web.access.scope import reads_unpublished, require_appeal, serves

View: TypeAlias = Callable[..., HttpResponseBase]
# Days that a link from a letter works: longer than any appeal lives, short of forever.
LINK_DAYS: Final = 400
# In the session: the account whose second factor was asked by the service from which it came (web.identity).
ASKED_ELSEWHERE: Final = "identity_second_factor"


class PersonRequest(HttpRequest):
    user: User  # signed in: the decorator stands above


def signed_in(view: View) -> View:
    """Let in whoever has an account; others are led to the sign-in page and back, staff without a second factor to
    the page where it is set up. The action of a view without `may` is OWN_CABINET.
    """

    @wraps(view)
    def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("mfa_index") if second_factor_due(request) else view(request, *args, **kwargs)

    return _named(login_required(checked), getattr(view, "action", Action.OWN_CABINET))


def own_account(view: View) -> View:
    """As `signed_in`, also before the second factor is there: the pages of an account where it is set up."""
    return _named(login_required(view), Action.OWN_ACCOUNT)


def second_factor_wanted(user: User) -> bool:
    """Staff: every role but a citizen's (settings.STAFF_SECOND_FACTOR)."""
    return settings.STAFF_SECOND_FACTOR and is_staff(user)


def second_factor_due(request: HttpRequest) -> bool:
    """Whether it must be set up before staff go on. One statement, for staff only."""
    user = person(request)
    if user is None or not second_factor_wanted(user):
        return False
    asked_elsewhere = getattr(request, "session", {}).get(ASKED_ELSEWHERE) == user.pk
    return not asked_elsewhere and not has_second_factor(user)


def may(action: Action, *, shows_personal: bool = False) -> Callable[[View], View]:
    """Let in whoever the table of rights allows it: visitors are led to the sign-in page, other accounts get 403.

    An address with `appeal_id` is a 404 outside of the person's territories and topics, and so is what the address
    names and the database has not. What staff change, and what they see where the address `shows_personal` data of
    citizens, goes into the journal of staff.
    """

    def decorated(view: View) -> View:
        if VISITOR in RIGHTS[action]:
            return _named(view, action)
        if action is Action.OWN_ACCOUNT:
            return own_account(view)

        @wraps(view)
        def checked(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user, action):
                raise PermissionDenied
            if "appeal_id" in kwargs:
                require_appeal(request.user, kwargs["appeal_id"])
            try:
                answer = view(request, *args, **kwargs)
            except ObjectDoesNotExist as e:
                raise Http404 from e
            deeds.write_down(request, answer, action, shows_personal=shows_personal)
            return answer

        return signed_in(_named(checked, action))

    return decorated


def by_token(action: Action) -> Callable[[View], View]:
    """For endpoints of the API: they ask `bearer` for the person, with this action."""
    return lambda view: _named(view, action)


def name_all(addresses: list[URLPattern], action: Action) -> None:
    """For lists of a library's class views: the action of each address that has none by itself."""
    for address in addresses:
        if not hasattr(address.callback, "action"):
            address.callback = may(action)(address.callback)


def person(request: HttpRequest) -> User | None:
    """The account of the request; None: not signed in."""
    return request.user if isinstance(request.user, User) else None


def own_appeal(request: PersonRequest, number: str) -> card.Card:
    """The author's view of the appeal. 404 unless the signed-in person filed it: a stranger learns not even that it
    exists.
    """
    found = card.own(number, author_id=request.user.pk)
    if found is None:
        raise Http404
    return found


def require_face(request: PersonRequest, person_id: int, photo_id: UUID) -> None:
    """404 unless the photo is the person's present one, asked for by themselves or by staff."""
    if request.user.pk == person_id:
        seen = request.user.photo == photo_id
    else:
        seen = is_staff(request.user) and people.has_photo(person_id, photo_id)
    if not seen:
        raise Http404


def author_link(token: str) -> int:
    """The appeal whose author holds this link from a letter. Raises links.BadLink."""
    return links.read("author", token, days=LINK_DAYS)


def require_reader(
    request: HttpRequest, owner: files.Owner | None, *, personal: bool = False
) -> Action | None:
    """404 unless what is not public may be shown: to its moderators and authority, to the author's account, to who
    holds the author's link (`?by=`), and to the browser that is still writing the draft.

    personal: it names the author, which not every authority may have. Gives the right by which staff read what is of
    somebody else; None: who asks is its author.
    """
    user = person(request)
    if owner is None:
        raise Http404
    if user and owner.author_id == user.pk:
        return None
    if owner.appeal_id is not None:
        if _by_link(request) == owner.appeal_id:
            return None
        if user and (right := _works_with(request, user, owner.appeal_id, personal=personal)):
            return right
    if owner.draft_id is None:
        raise Http404
    drafts.own_draft(request, owner.draft_id)
    return None


def _works_with(request: HttpRequest, user: User, appeal_id: int, *, personal: bool) -> Action | None:
    right = None
    if reads_unpublished(user, appeal_id):
        right = Action.MODERATE
    elif serves(user, appeal_id, personal=personal):
        right = Action.WORK_FOR_AUTHORITY
    return right if right and not second_factor_due(request) else None


def _by_link(request: HttpRequest) -> int | None:
    try:
        return author_link(request.GET["by"]) if "by" in request.GET else None
    except links.BadLink:
        return None


def _named(view: View, action: Action) -> View:
    """`view.action` is what the walk over all addresses and docs/roles.md read."""
    view.action = action  # type: ignore[attr-defined]
    return view
