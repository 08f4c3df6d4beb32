"""What waits for the official's authority, by term: the way to each appeal at the desk."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals import labels
from otklik.appeals.queries import authority
from otklik.appeals.queries.authority import Asked, Tab
from otklik.kit import clock
from otklik.web.access import Action, PersonRequest, authority_ids, may
from otklik.web.desk.office.left import left
from otklik.web.parts.tabs.part import Tab as Link

TABS: Final[dict[Tab, Promise]] = {
    Tab.ALL: _("Все в работе"),
    Tab.NEW: _("Новые"),
    Tab.MINE: _("Мои"),
    Tab.FREE: _("Без исполнителя"),
    Tab.OVERDUE: _("Просрочено"),
    Tab.SIGNING: _("На подписи"),
    Tab.ASKED: _("Ждут мнения"),
    Tab.DONE: _("Завершено"),
}


@may(Action.WORK_FOR_AUTHORITY)
def at_work(request: PersonRequest) -> HttpResponse:
    """Filters stand in the address: a page can be kept as a bookmark and sent to a colleague."""
    now, typed = clock.now(), request.GET.get("q", "").strip()[:200]
    wanted = request.GET.get("tab", "")
    asked = Asked(
        bodies=authority_ids(request.user),
        person=request.user.pk,
        now=now,
        tab=Tab(wanted) if wanted in list(Tab) else Tab.ALL,
        typed=typed,
        cursor=request.GET.get("after", ""),
    )
    page, today = authority.at_work(asked), timezone.localdate(now)
    context = {
        "page": page,
        "rows": [(row, left(row.answer_by, today=today)) for row in page.rows],
        "links": _links(asked, authority.counts(asked)),
        "tab": asked.tab.value,
        "typed": typed,
        "following": f"?{urlencode(_kept(asked, after=page.following))}" if page.following else "",
        "many_bodies": len(asked.bodies) > 1,
        "here": "authority",
        "labels": labels,
    }
    return render(request, "desk/authority.html", context)


def _links(asked: Asked, counts: dict[Tab, int]) -> list[Link]:
    """A tab keeps the words that were looked for."""
    there = reverse("desk:authority")
    return [
        Link(
            url=f"{there}?{urlencode({**_kept(asked), 'tab': tab.value})}",
            label=str(words),
            current=tab is asked.tab,
            count=counts.get(tab),
        )
        for tab, words in TABS.items()
    ]


def _kept(asked: Asked, **more: str) -> dict[str, str]:
    words = {"tab": asked.tab.value, "q": asked.typed, **more}
    return {name: value for name, value in words.items() if value and value != Tab.ALL}
