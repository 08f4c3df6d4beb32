"""The wizard's page of words: description, own fields of the topic, photos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from otklik.appeals.steps import drafting, intake
from otklik.classifier import fields as own_fields
from otklik.classifier.queries import TopicCard
from otklik.files.photos import BadPhoto
from otklik.kit.errors import Refusal

OWN = "own-"  # before the code of an own field in the form


@dataclass(frozen=True, slots=True)
class Form:
    text: str
    own: Mapping[str, str]  # as typed, by the field's code
    fields: Sequence[own_fields.Field]
    errors: dict[str, str] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)


def read(data: Mapping[str, Any], topic: TopicCard, post: Mapping[str, str] | None) -> Form:
    """The form from the draft, or from what was posted; `said` is what the draft should keep, wrong or not."""
    if post is None:
        return Form(text=data.get("text", ""), own=data.get("raw", {}), fields=topic.fields)
    text = post.get("text", "").replace("\r\n", "\n").strip()
    raw = {f.code: post.get(OWN + f.code, "").strip() for f in topic.fields}
    values, wrong = own_fields.read(topic.fields, raw)
    errors = {OWN + code: words for code, words in wrong.items()}
    if said_of_text := intake.wrong_text(text):
        errors = {"text": said_of_text, **errors}
    said = {"text": text[: intake.TEXT_MAX * 2], "raw": raw, "fields": values, "text_done": not errors}
    return Form(text=text, own=raw, fields=topic.fields, errors=errors, said=said)


def with_photos(form: Form, draft_id: UUID, files: Sequence[UploadedFile], *, now: datetime) -> Form:
    """Hang the files sent with the form on the draft; what is wrong with one stands at the field «photos»."""
    wrong: list[str] = []
    for file in files:
        try:
            drafting.add_photo(draft_id=draft_id, client_id=uuid7(), raw=file.read(), now=now)
        except Refusal as refusal:
            wrong.append(f"{file.name}: {refusal.text}")
    return replace(form, errors={**form.errors, "photos": " ".join(wrong)}) if wrong else form


def takes_documents(topic: TopicCard) -> bool:
    """Whether a question of the topic is answered by a file."""
    return any(one.type == own_fields.FILE for one in topic.fields)


def with_documents(
    form: Form, draft_id: UUID, files: MultiValueDict[str, UploadedFile], *, now: datetime
) -> Form:
    """The same with documents, which answer questions of the topic; what is wrong with one stands at its question."""
    wrong: dict[str, str] = {}
    asked = [own.code for own in form.fields]
    for own in form.fields:
        name = OWN + own.code
        for file in files.getlist(name) if own.type == own_fields.FILE else ():
            try:
                raw = file.read(settings.DOCUMENT_BYTES + 1)
                paper = drafting.Paper(own.code, file.name or "", raw)
                drafting.add_document(draft_id=draft_id, asked=asked, paper=paper, now=now)
            except Refusal as refusal:
                wrong[name] = refusal.text
    return replace(form, errors={**form.errors, **wrong}) if wrong else form


def one_photo(request: HttpRequest) -> tuple[UUID, bytes]:
    """Id and bytes of a photo posted by the page's script. Raises BadPhoto: no file, or an id that is none."""
    file = request.FILES.get("photo")
    try:
        photo_id = UUID(request.POST.get("client_key", ""))
    except ValueError as e:
        raise BadPhoto(_("Фото не дошло целиком. Приложите его снова.")) from e
    if file is None:
        raise BadPhoto(_("Фото не дошло целиком. Приложите его снова."))
    return photo_id, file.read()


@dataclass(frozen=True, slots=True)
class Picture:
    """What `photo_upload` and `photo_grid` read."""

    url: str
    small_url: str
    tiny_url: str
    alt: str
    drop_url: str


def pictures(draft_id: UUID, ids: Sequence[UUID]) -> list[Picture]:
    return [
        Picture(
            url=reverse("photo", args=[i, "full"]),
            small_url=reverse("photo", args=[i, "card"]),
            tiny_url=reverse("photo", args=[i, "thumb"]),
            alt=_("Фото %(n)d") % {"n": n},
            drop_url=reverse("wizard-photo-drop", args=[draft_id, i]),
        )
        for n, i in enumerate(ids, 1)
    ]


def choices(own: own_fields.Field) -> list[tuple[str, str]]:
    return [(choice, choice) for choice in own.choices or ()]


def photo_row(photo_id: UUID) -> dict[str, str]:
    return {"id": str(photo_id), "small_url": reverse("photo", args=[photo_id, "thumb"])}
