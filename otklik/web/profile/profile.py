"""The person's own page: name, photo, language, letters, home."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.files import photos
from otklik.kit import clock
from otklik.people import consents, profile
from otklik.web.access import Action, PersonRequest, may, require_face
from otklik.web.account.forms import errors, typed
from otklik.web.citizen.files import PRIVATE
from otklik.web.citizen.settings import keep_language
from otklik.web.profile import forms


@never_cache
@may(Action.OWN_CABINET)
def page(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, forms.of_person(request.user))
    form = forms.ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    profile.save(user_id=request.user.pk, said=form.said, now=clock.now())
    with override(form.said.language):
        messages.success(request, _("Профиль сохранён."))
    response = redirect("profile")
    keep_language(response, form.said.language)
    return response


@require_POST
@may(Action.OWN_CABINET)
def photo(request: PersonRequest) -> HttpResponse:
    """The photo of the person. Raises photos.BadPhoto: told on the page."""
    file = request.FILES.get("photo")
    if file is None:
        raise photos.BadPhoto(_("Выберите файл с фотографией."))
    profile.keep_photo(user_id=request.user.pk, raw=file.read())
    messages.success(request, _("Фото сохранено."))
    return redirect("profile")


@require_POST
@may(Action.OWN_CABINET)
def drop_photo(request: PersonRequest) -> HttpResponse:
    profile.drop_photo(user_id=request.user.pk)
    messages.success(request, _("Фото удалено."))
    return redirect("profile")


@require_safe
@may(Action.OWN_CABINET)
def face(request: PersonRequest, person_id: int, photo_id: UUID) -> HttpResponse:
    """The photo, for the person and for staff."""
    require_face(request, person_id, photo_id)
    try:
        content = photos.read(photo_id, "card")
    except FileNotFoundError as e:
        raise Http404 from e
    return HttpResponse(content, content_type="image/jpeg", headers={"Cache-Control": PRIVATE})


@require_POST
@may(Action.OWN_CABINET)
def email_works(request: PersonRequest) -> HttpResponse:
    profile.email_works(user_id=request.user.pk)
    messages.success(request, _("Хорошо, письма снова будут приходить."))
    return redirect("profile")


@may(Action.READ_PUBLIC)
def rules(request: HttpRequest) -> HttpResponse:
    return render(request, "profile/rules.html", {"version": _version(consents.RULES)})


@may(Action.READ_PUBLIC)
def publication(request: HttpRequest) -> HttpResponse:
    return render(request, "profile/publication.html", {"version": _version(consents.PUBLICATION)})


def _version(kind: str) -> date:
    return date.fromisoformat(consents.versions()[kind])


def _page(request: PersonRequest, form: forms.ProfileForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "errors": errors(form),
        "typed": typed,
        "person": request.user,
        "consents": consents.of(request.user.pk),
    }
    return render(request, "profile/profile.html", context, status=status)
