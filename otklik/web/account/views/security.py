"""The page «Безопасность». Apart from what it leads to: with that come 11 MB of cryptography."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from otklik.people import queries
from otklik.web import access
from otklik.web.access import PersonRequest


@access.own_account
@never_cache
def security(request: PersonRequest) -> HttpResponse:
    """Everything in one place; here a member of staff is led who has no second factor yet."""
    user = request.user
    factors = queries.factors(user)
    due = not factors.any and access.second_factor_due(request)
    context = {"user": user, "factors": factors, "due": due, "has_password": user.has_usable_password()}
    return render(request, "account/security.html", context)
