"""Who has which rights: find a person, change their rights with a reason, read who gave what."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from otklik.authorities import staff
from otklik.kit import clock
from otklik.people import names, queries
from otklik.people.models import User
from otklik.web.access import Action, PersonRequest, may
from otklik.web.staff import shown
from otklik.web.typed import whole

# Of what is typed into the search.
_TYPED_MAX: Final = 254


@may(Action.GIVE_ROLES, shows_personal=True)
def people(request: PersonRequest) -> HttpResponse:
    """Everybody with rights, or what was found among all accounts."""
    typed = " ".join(request.GET.get("q", "")[:_TYPED_MAX].split())
    rows = queries.find(as_kept(typed)) if typed else queries.staff(after=whole(request.GET.get("after", "")))
    following = rows[queries.STAFF - 1].id if len(rows) > queries.STAFF else None
    context = {"rows": rows[: queries.STAFF], "typed": typed, "following": following, "here": "people"}
    return render(request, "staff/people.html", context)


@may(Action.GIVE_ROLES, shows_personal=True)
def person(request: PersonRequest, user_id: int) -> HttpResponse:
    """A person's rights. What was chosen stays on the page when it is refused."""
    user = queries.one(user_id)
    if user is None:
        raise Http404
    if request.method != "POST":
        return _person(request, user, staff.of(user), "", {})
    chosen, reason = _chosen(request), request.POST.get("reason", "")
    try:
        changed = staff.give(user_id=user_id, by=request.user, new=chosen, reason=reason, now=clock.now())
    except staff.BadRights as wrong:
        return _person(request, user, chosen, reason, {wrong.field: wrong.text})
    messages.success(request, _("Права изменены.") if changed else _("Права уже такие."))
    return redirect("staff:person", user_id)


@may(Action.GIVE_ROLES)
def journal(request: PersonRequest) -> HttpResponse:
    page = queries.changes(cursor=request.GET.get("from", ""))
    context = {
        "rows": shown.changes(page.rows, shown.Options.of_today()),
        "newer": f"?from={page.newer}" if page.newer else None,
        "older": f"?from={page.older}" if page.older else None,
        "here": "journal",
    }
    return render(request, "staff/journal.html", context)


def _person(
    request: PersonRequest, user: User, given: staff.Rights, reason: str, errors: dict[str, str]
) -> HttpResponse:
    options = shown.Options.of_today()
    context: dict[str, Any] = {
        "person": user,
        "given": given,
        "reason": reason,
        "errors": errors,
        "is_me": user.pk == request.user.pk,
        "roles": User.Role.choices,
        "territories": shown.with_held(options.territories, given.territory_codes),
        "topics": shown.with_held(options.topics, given.topic_codes),
        "bodies": [("", "—"), *shown.with_held(options.bodies, given.authorities)],
        "changes": shown.changes(queries.changes(user_id=user.pk).rows, options),
        "here": "person",
    }
    return render(request, "staff/person.html", context, status=422 if errors else 200)


def _chosen(request: PersonRequest) -> staff.Rights:
    said = request.POST
    return staff.Rights(
        role=said.get("role", ""),
        territory_codes=tuple(said.getlist("territories")),
        topic_codes=tuple(said.getlist("topics")),
        authorities=tuple(code for code in said.getlist("authority") if code),
    )


def as_kept(typed: str) -> str:
    """A phone in E.164, however it was typed; anything else as it is."""
    try:
        return names.phone(typed) if any(sign.isdigit() for sign in typed) and "@" not in typed else typed
    except ValidationError:
        return typed
