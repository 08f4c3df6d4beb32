"""Ready words: reasons of refusals, questions to authors, answers of bodies; in each language, with versions."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.appeals import ready, rewording
from otklik.appeals.ready import Words
from otklik.kit import clock
from otklik.kit.marks import Changed
from otklik.web.access import Action, PersonRequest, may
from otklik.web.typed import whole

KINDS: Final[dict[str, Promise]] = {
    ready.REFUSAL: gettext_lazy("Причины отказа"),
    ready.QUESTION: gettext_lazy("Готовые вопросы автору"),
    ready.ANSWER: gettext_lazy("Заготовки ответов для всех органов"),
}


@require_safe
@may(Action.ADMINISTER)
def listed(request: PersonRequest) -> HttpResponse:
    changed = ready.newest()
    context = {
        "kinds": [
            (kind, words, ready.every(kind, "ru", changed), kind != ready.REFUSAL)
            for kind, words in KINDS.items()
        ],
        "languages": settings.LANGUAGES,
        "here": "words",
    }
    return render(request, "rules/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def new(request: PersonRequest, words_kind: str) -> HttpResponse:
    """A question or an answer, in Russian first."""
    if words_kind not in KINDS or words_kind == ready.REFUSAL:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("title", "text")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            rewording.add(kind=words_kind, **typed, by=request.user, now=clock.now())
        except rewording.BadWords as wrong:
            errors = {wrong.field: wrong.text}
        else:
            messages.success(request, _("Сохранено. Сотрудники увидят это в течение нескольких секунд."))
            return redirect("rules:words")
    context = _context(words_kind, Words(words_kind, "", typed["title"], typed["text"]), "ru", errors)
    return render(request, "rules/words_edit.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may(Action.ADMINISTER)
def edit(request: PersonRequest, words_kind: str, words_code: str, language: str) -> HttpResponse:
    there = rewording.current(words_kind, words_code, language)
    if request.method != "POST":
        return _form(request, there, language)
    said = request.POST
    active = said.get("active") == "1"
    typed = Words(words_kind, words_code, said.get("title", ""), said.get("text", ""), active)
    shown = whole(said.get("shown", ""))
    try:
        rewording.save(
            words=typed,
            language=language,
            shown=-1 if shown is None else shown,
            by=request.user,
            now=clock.now(),
        )
    except rewording.BadWords as wrong:
        return _form(request, typed, language, {wrong.field: wrong.text})
    except Changed as changed:
        return _form(request, typed, language, {"": changed.text})
    messages.success(request, _("Сохранено. Сотрудники увидят это в течение нескольких секунд."))
    return redirect("rules:words")


@require_POST
@may(Action.ADMINISTER)
def restore(request: PersonRequest, words_kind: str, words_code: str, language: str) -> HttpResponse:
    version = whole(request.POST.get("version", ""))
    if version is None:
        raise rewording.NoSuchWords(_("Такой версии нет."))
    rewording.restore(
        kind=words_kind, code=words_code, language=language, version=version, by=request.user, now=clock.now()
    )
    messages.success(request, _("Прежние слова снова в силе."))
    return redirect("rules:words-edit", words_kind, words_code, language)


def _form(
    request: PersonRequest, words: Words, language: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    context = _context(words.kind, words, language, errors or {})
    return render(request, "rules/words_edit.html", context, status=422 if errors else 200)


def _context(kind: str, words: Words, language: str, errors: dict[str, str]) -> dict[str, Any]:
    versions = rewording.history(kind, words.code, language) if words.code else []
    return {
        "kind": kind,
        "kind_words": KINDS[kind],
        "words": words,
        "in_language": language,
        "languages": settings.LANGUAGES,
        "versions": versions,
        "shown": versions[0].version if versions else 0,
        "has_release": words.code in ready.of_release(kind, language),
        "limits": (rewording.TITLE_MAX, rewording.TEXT_MAX),
        "errors": errors,
        "here": "words",
    }
