"""Filing an appeal, a question a page. Works without JavaScript; each page has its address, the draft saves itself."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from otklik.appeals import labels
from otklik.appeals.lifecycle import Kind
from otklik.appeals.models import Draft
from otklik.appeals.queries import drafts
from otklik.appeals.steps import drafting
from otklik.business import front as business
from otklik.classifier import fields as own_fields
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.web.access import Action, may, own_draft, person, remember_draft
from otklik.web.citizen import place_form, review_form, text_form
from otklik.web.knowledge import shown as knowledge
from otklik.web.works import shown as works


@may(Action.FILE_APPEAL)
def start(request: HttpRequest) -> HttpResponse:
    """Three buttons: what kind. Each begins a draft; the address of the draft is the way back to it.

    `?kind=` of the home page marks one: a page that is the same for everybody has no form that begins anything.
    `?category=` of a section goes along: who comes from there chooses neither again, the topics are asked at once.
    """
    if request.method != "POST":
        return _asked(request, request.GET.get("kind", ""), request.GET.get("category", "")[:64])
    raw = request.POST.get("kind", "")
    if raw not in [kind.value for kind in Kind]:
        messages.error(request, _("Выберите, что вы хотите сделать."))
        return redirect("create")
    draft_id = uuid7()
    said = _category_of(raw, request.POST.get("category", ""))
    drafting.begin(draft_id=draft_id, kind=Kind(raw), owner=person(request), now=clock.now(), said=said)
    # A topic that was chosen here is posted on, to the one page that knows what to do with it.
    names_topic = bool(said) and "topic" in request.POST
    page = "wizard-topic" if said else "wizard-category"
    response = redirect(page, draft_id=draft_id, preserve_request=names_topic)
    remember_draft(request, response, draft_id)
    return response


@may(Action.FILE_APPEAL)
def category(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = own_draft(request, draft_id)
    if draft.appeal_id:
        return redirect("wizard-done", draft_id=draft_id)
    found = classifier.categories(draft.data["kind"])
    if request.method != "POST":
        return render(
            request, "citizen/wizard/category.html", {"draft": draft, "categories": found, "error": ""}
        )
    chosen = request.POST.get("category", "")
    if chosen not in {row.code for row in found}:
        error = _("Выберите категорию.")
        return render(
            request, "citizen/wizard/category.html", {"draft": draft, "categories": found, "error": error}
        )
    drafting.told(draft_id=draft_id, said={"category": chosen}, now=clock.now())
    return redirect("wizard-topic", draft_id=draft_id)


@may(Action.FILE_APPEAL)
def topic(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """The topic; one of an emergency stops here with advice."""
    draft = own_draft(request, draft_id)
    if draft.appeal_id:
        return redirect("wizard-done", draft_id=draft_id)
    rows = classifier.categories(draft.data["kind"])
    found = next((row.topics for row in rows if row.code == draft.data.get("category")), ())
    if not found:
        return redirect("wizard-category", draft_id=draft_id)
    known = request.POST.get("topic") in {row.code for row in found}
    chosen = classifier.topic(request.POST["topic"]) if known else None
    if chosen and chosen.emergency_advice:
        return render(request, "citizen/wizard/emergency.html", {"draft": draft, "topic": chosen})
    if chosen:
        said: dict[str, object] = {"topic": chosen.code, "topic_title": chosen.title}
        if chosen.code != draft.data.get("topic"):  # another topic asks other questions: none is answered yet
            said |= {"fields": {}, "text_done": False}
        drafting.told(draft_id=draft_id, said=said, now=clock.now())
        return redirect("wizard-place", draft_id=draft_id)
    error = _("Выберите тему.") if request.method == "POST" else ""
    options = [(row.code, row.title) for row in found]
    context = {"draft": draft, "known": {}, "options": options, "error": error}
    return render(request, "citizen/wizard/topic.html", context)


@may(Action.FILE_APPEAL)
def place(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = own_draft(request, draft_id)
    if draft.appeal_id:
        return redirect("wizard-done", draft_id=draft_id)
    if not draft.data.get("topic"):
        return redirect("wizard-topic", draft_id=draft_id)
    form = place_form.read(draft.data, request.POST if request.method == "POST" else None, now=clock.now())
    if form.said:
        drafting.told(draft_id=draft_id, said=form.said, now=clock.now())
    if form.is_done:
        return redirect("wizard-text", draft_id=draft_id)
    return render(request, "citizen/wizard/place.html", {"draft": draft, "form": form})


@may(Action.FILE_APPEAL)
def text(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Text, own fields of the topic and photos. Photos without JavaScript come with the same form."""
    draft = own_draft(request, draft_id)
    if draft.appeal_id:
        return redirect("wizard-done", draft_id=draft_id)
    chosen = classifier.topic(draft.data.get("topic", ""))
    if chosen is None:
        return redirect("wizard-category", draft_id=draft_id)
    if not draft.data.get("address"):
        return redirect("wizard-place", draft_id=draft_id)
    form = text_form.read(draft.data, chosen, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        drafting.told(draft_id=draft_id, said=form.said, now=clock.now())
        form = text_form.with_photos(form, draft_id, request.FILES.getlist("photos"), now=clock.now())
        form = text_form.with_documents(form, draft_id, request.FILES, now=clock.now())
        if not form.errors and "more" not in request.POST:
            return redirect("wizard-review", draft_id=draft_id)
    context = {
        "draft": draft,
        "form": form,
        "topic": chosen,
        "pictures": text_form.pictures(draft_id, drafts.photos(draft_id)),
        "limit": settings.PHOTOS,
        "choices": text_form.choices,
        "articles": _articles(chosen, form.text),
        "works": works.of_draft(draft.data, (chosen.title, chosen.category_title), now=clock.now()),
        "enclosed": drafts.papers(draft_id) if text_form.takes_documents(chosen) else [],
    }
    return render(request, "citizen/wizard/text.html", context)


@require_safe
@may(Action.FILE_APPEAL)
def articles(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What may help without an appeal, by the words that the draft has now: they never stand in an address."""
    draft = own_draft(request, draft_id)
    chosen = classifier.topic(draft.data.get("topic", ""))
    rows = _articles(chosen, draft.data.get("text", "")) if chosen else []
    return render(request, "citizen/wizard/_articles.html", {"articles": rows})


@require_POST
@may(Action.FILE_APPEAL)
def save(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the page saves by itself while a person types: kept as it is, checked later."""
    keep_words(request, draft_id)
    return HttpResponse(status=204)


@require_POST
@may(Action.FILE_APPEAL)
def add_photo(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One photo by the page's script. The client made its id, so a repeat after a lost answer adds nothing."""
    own_draft(request, draft_id)
    client_id, raw = text_form.one_photo(request)
    photo = drafting.add_photo(draft_id=draft_id, client_id=client_id, raw=raw, now=clock.now())
    return JsonResponse(text_form.photo_row(photo.pk), status=201)


@require_POST
@may(Action.FILE_APPEAL)
def drop_photo(request: HttpRequest, draft_id: UUID, photo_id: UUID) -> HttpResponse:
    """By the page's script, or by the button of the form, which carries the typed words along: they are kept."""
    own_draft(request, draft_id)
    drafting.drop_photo(draft_id=draft_id, photo_id=photo_id)
    if "application/json" in request.headers.get("Accept", ""):
        return HttpResponse(status=204)
    keep_words(request, draft_id)
    return redirect("wizard-text", draft_id=draft_id)


@require_POST
@may(Action.FILE_APPEAL)
def drop_document(request: HttpRequest, draft_id: UUID, file_id: UUID) -> HttpResponse:
    """By the button of the form, which carries the typed words along: they are kept."""
    own_draft(request, draft_id)
    drafting.drop_document(draft_id=draft_id, file_id=file_id)
    keep_words(request, draft_id)
    return redirect("wizard-text", draft_id=draft_id)


@may(Action.FILE_APPEAL)
def review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, who files it, and «Отправить». Pressed twice it files one appeal."""
    draft = own_draft(request, draft_id)
    if draft.appeal_id:
        return redirect("wizard-done", draft_id=draft_id)
    post = request.POST if request.method == "POST" else None
    is_business = post is None and business.is_business(draft.data.get("category", ""))
    chosen = classifier.topic(draft.data.get("topic", ""))
    form = review_form.read(
        draft.data,
        person(request),
        post,
        for_business=is_business,
        asks_visibility=chosen is not None and chosen.confidential,
    )
    if post is not None and not form.errors:
        drafting.file(draft=draft, author=form.author, confidential=form.confidential, now=clock.now())
        return redirect("wizard-done", draft_id=draft_id)
    return render(request, "citizen/wizard/review.html", _review_context(draft, form, chosen))


@may(Action.FILE_APPEAL)
def done(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    draft = own_draft(request, draft_id)
    if draft.appeal is None:
        return redirect("wizard-review", draft_id=draft_id)
    return render(request, "citizen/wizard/done.html", {"appeal": drafts.filed(draft.appeal)})


def keep_words(request: HttpRequest, draft_id: UUID) -> None:
    draft = own_draft(request, draft_id)
    chosen = classifier.topic(draft.data.get("topic", ""))
    if chosen is not None and not draft.appeal_id:
        form = text_form.read(draft.data, chosen, request.POST)
        drafting.told(draft_id=draft_id, said=form.said, now=clock.now())


def _asked(request: HttpRequest, kind: str, category: str) -> HttpResponse:
    rows = classifier.categories(kind) if category else []
    topics = next((row.topics for row in rows if row.code == category), ())
    if not topics:
        return render(request, "citizen/wizard/kind.html", {"chosen": kind, "category": category})
    options = [(row.code, row.title) for row in topics]
    known = {
        "kind": kind,
        "category": category,
        "topic": "",
    }  # the last: pressed without a choice it is asked again
    return render(request, "citizen/wizard/topic.html", {"known": known, "options": options, "error": ""})


def _category_of(kind: str, code: str) -> dict[str, str]:
    """What a draft begins with: the category, where there is one of this kind. No statement without a code."""
    known = code and code in {row.code for row in classifier.categories(kind)}
    return {"category": code} if known else {}


def _articles(topic: classifier.TopicCard, text: str) -> list[knowledge.Row]:
    return knowledge.before_filing(topic=topic.code, category=topic.category_code, text=text)


def _review_context(
    draft: Draft, form: review_form.Form, chosen: classifier.TopicCard | None
) -> dict[str, object]:
    shown = own_fields.shown(chosen.fields, draft.data.get("fields", {})) if chosen else []
    if chosen and text_form.takes_documents(chosen):
        titles = {field.code: field.label for field in chosen.fields}
        shown += [(titles[one.code], one.title) for one in drafts.papers(draft.pk) if one.code in titles]
    pictures = text_form.pictures(draft.pk, drafts.photos(draft.pk))
    return {"draft": draft, "form": form, "pictures": pictures, "own": shown, "kinds": labels.KIND}
