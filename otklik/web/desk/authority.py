"""What waits for the official's authority, by term. Answers come with the authority's own desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from otklik.appeals import labels
from otklik.appeals.queries import authority
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, authority_ids, may


@may(Action.WORK_FOR_AUTHORITY)
def at_work(request: PersonRequest) -> HttpResponse:
    page = authority.at_work(authority_ids(request.user), cursor=request.GET.get("after", ""))
    context = {"page": page, "here": "authority", "today": timezone.localdate(clock.now()), "labels": labels}
    return render(request, "desk/authority.html", context)
