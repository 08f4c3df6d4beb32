"""The yearly survey: the form of who is signed in, and where they are led who are not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.appeals.queries import names
from otklik.assessment import survey as surveys
from otklik.assessment.survey import BadReply, NoHome, Open
from otklik.kit import clock
from otklik.people.models import User
from otklik.places import queries as places
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole


@require_safe
@never_cache
@may(Action.READ_PUBLIC)
def page(request: HttpRequest) -> HttpResponse:
    asked = surveys.on(timezone.localdate(clock.now()))
    if asked is None or not isinstance(request.user, User):
        return _page(request, asked)
    said = surveys.said(asked, request.user.pk)
    return _page(
        request, asked, area=said.area if said else area_of(request.user), marks=said.marks if said else {}
    )


@require_POST
@may(Action.TAKE_PART)
def fill(request: PersonRequest) -> HttpResponse:
    """What was chosen stays on the page when something is missing."""
    now = clock.now()
    asked = surveys.on(timezone.localdate(now))
    if asked is None:
        messages.error(request, _("Опрос этого года уже закончился."))
        return redirect("survey")
    typed = {q.code: whole(request.POST.get(q.code, "")) for q in asked.questions}
    marks = {code: mark for code, mark in typed.items() if mark is not None}
    area = area_of(request.user)
    try:
        area = surveys.fill(survey=asked, person_id=request.user.pk, area=area, marks=marks, now=now)
    except BadReply as wrong:
        errors = dict(wrong.fields) or {"": wrong.text}
        return _page(request, asked, area=area, marks=marks, errors=errors)
    except NoHome as wrong:
        return _page(request, asked, area="", marks=marks, errors={"": wrong.text})
    messages.success(request, _("Спасибо! Ответы сохранены. До конца опроса их можно изменить."))
    return redirect(f"{reverse('survey-results')}?area={area}")


def area_of(user: User) -> str:
    """OKTMO of the municipality where the person lives; "" unknown, or none of today."""
    home = places.settlement_by_code(user.home_code) if user.home_code else None
    if home is None:
        return ""
    known = names.areas()
    return next((code for code in (home.territory_code, home.territory_code[:8]) if code in known), "")


def _page(
    request: HttpRequest,
    asked: Open | None,
    *,
    area: str = "",
    marks: dict[str, int] | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    english = get_language() == "en"
    context = {
        "survey": asked,
        "questions": [
            (q.code, q.text_en if english and q.text_en else q.text)
            for q in (asked.questions if asked else [])
        ],
        "area": names.areas().get(area, ""),
        "marks": marks or {},
        "errors": errors or {},
        "is_person": request.user.is_authenticated,
        "scale": [
            (5, _("отлично")),
            (4, _("хорошо")),
            (3, _("терпимо")),
            (2, _("плохо")),
            (1, _("очень плохо")),
            (0, _("не знаю")),
        ],
    }
    return render(request, "assessment/survey.html", context, status=422 if errors else 200)
