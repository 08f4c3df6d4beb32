"""Words of letters, for administrators: edited with a preview, kept as versions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.kit import clock
from otklik.outbox import wordings
from otklik.outbox.wording import Words
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole


@require_safe
@may(Action.EDIT_LETTERS)
def listed(request: PersonRequest) -> HttpResponse:
    context = {"rows": wordings.kinds(), "names": dict(settings.LANGUAGES), "here": "letters"}
    return render(request, "notices/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.EDIT_LETTERS)
def edit(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    """GET shows what is in force. POST shows the typed words with sample values, or with `save` keeps them."""
    if request.method != "POST":
        return _form(request, kind, language, wordings.current(kind, language))
    words = Words(request.POST.get("subject", ""), request.POST.get("body", ""))
    try:
        if "save" not in request.POST:
            return _form(request, kind, language, words, shown=wordings.preview(kind, words))
        wordings.save(kind, language, words, by_id=request.user.pk, now=clock.now())
    except wordings.BadWords as wrong:
        return _form(request, kind, language, words, error=wrong.text)
    messages.success(request, _("Сохранено. Новые слова пойдут в следующие письма."))
    return redirect("letter", kind, language)


@require_POST
@may(Action.EDIT_LETTERS)
def restore(request: PersonRequest, kind: str, language: str) -> HttpResponse:
    version = whole(request.POST.get("version", ""))
    if version is None:
        raise wordings.NoSuchKind(_("Такой версии нет."))
    wordings.restore(kind, language, version, by_id=request.user.pk, now=clock.now())
    messages.success(request, _("Прежние слова снова в силе."))
    return redirect("letter", kind, language)


def _form(request: PersonRequest, kind: str, language: str, words: Words, **more: Any) -> HttpResponse:
    """more: `shown`, the preview; `error`, what is wrong with the typed words."""
    error = more.get("error", "")
    context = {
        "here": "letters",
        "kind": kind,
        "in_language": language,
        "language_name": dict(settings.LANGUAGES).get(language, language),
        "words": words,
        "names": wordings.names(kind),
        "versions": wordings.history(kind, language),
        "limits": (wordings.SUBJECT_MAX, wordings.BODY_MAX),
        "shown": None,
        **more,
        "error": error,
    }
    return render(request, "notices/letter.html", context, status=422 if error else 200)
