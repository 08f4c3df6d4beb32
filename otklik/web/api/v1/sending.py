"""POST /api/v1/photos/{id}, /documents/{id} and /appeals: what an app files, for its person or for a stranger."""

from hashlib import blake2b
from typing import Annotated, Final
from uuid import UUID

import msgspec
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from otklik.appeals import whereabouts
from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.steps import drafting, intake, sending
from otklik.classifier import fields as own_fields
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.people.models import Device
from otklik.web.api.asking import BadBody
from otklik.web.api.endpoint import Who, writes
from otklik.web.api.program import key_of
from otklik.web.api.taking import Upload
from otklik.web.api.words import Code, Lat, Lon, Row

PHOTOS: Final = 30  # named at most; how many are taken is the portal's setting


class Photo(Struct):
    """The photo waits a month for the appeal of its key."""

    photo_id: UUID


@writes(
    gettext_lazy("Отправить фото к обращению"),
    takes=bytes,
    gives=Photo,
    refuses=(409, 413, 415, 422),
    who=Who.ANYBODY,
)
def photo(raw: bytes, *, key: UUID, photo_id: UUID, device: Device | None) -> tuple[Photo, bool]:
    """JPEG, PNG, WebP or HEIC, one a request, before the appeal itself: the body, or the file `photo` of a form. The
    id is the client's, `Idempotency-Key` that of the appeal; a repeat adds nothing.
    """
    is_new = sending.add_photo(key=key, client_id=photo_id, raw=raw, now=clock.now())
    return Photo(photo_id), is_new


class Document(Struct):
    """The document waits a month for the appeal of its key."""

    document_id: UUID


@writes(
    gettext_lazy("Отправить документ к обращению"),
    takes=Upload,
    gives=Document,
    refuses=(409, 413, 415, 422),
    who=Who.ANYBODY,
)
def document(said: Upload, *, key: UUID, document_id: UUID, device: Device | None) -> tuple[Document, bool]:
    """Where the topic has `documents`, one a request, before the appeal itself: a form with the file `document` and
    `question_code`, the code of what it answers. The id is the client's, `Idempotency-Key` that of the appeal; a repeat
    adds nothing. Kept as it is; the author, the authority and moderators read it.
    """
    paper = drafting.Paper(said.question, said.name, said.raw)
    is_new = sending.add_document(key=key, client_id=document_id, paper=paper, now=clock.now())
    return Document(document_id), is_new


class Filing(Struct, omit_defaults=True, kw_only=True):
    """settlement with the address in it, or lat and lon with the address in words. territory: only after the refusal
    `near_border`, one of its choices. consent: true, the person agrees that these data are processed to deal with the
    appeal. name and email: of somebody not signed in; with a token they are the account's, and organisation may be one
    that the account represents.
    """

    kind: Kind
    topic: Code
    text: Annotated[str, Meta(extra_json_schema={"maxLength": intake.TEXT_MAX})]
    address: Annotated[str, Meta(extra_json_schema={"maxLength": intake.ADDRESS_MAX})]
    name: str = ""
    email: str = ""
    consent: bool
    settlement: Row | None = None
    lat: Lat | None = None
    lon: Lon | None = None
    territory: Code = ""
    answers_to_questions: dict[str, str] = {}
    photos: Annotated[list[UUID], Meta(max_length=PHOTOS)] = []
    documents: Annotated[list[UUID], Meta(max_length=drafting.DOCUMENTS)] = []
    organisation: Row | None = None
    confidential: bool | None = None


class Filed(Struct):
    """stage `unconfirmed`: the author follows the link of the letter first."""

    number: str
    stage: State


@writes(
    gettext_lazy("Подать обращение"),
    takes=Filing,
    gives=Filed,
    refuses=(409, 413, 415, 422),
    who=Who.ANYBODY,
    with_request=True,
)
def appeal(said: Filing, *, key: UUID, device: Device | None, request: HttpRequest) -> tuple[Filed, bool]:
    """Once for each `Idempotency-Key`: a repeat answers 200 with the number that was given, the same key with another
    body 409. 422: `emergency` with advice whom to call, `near_border` with `choices`, `photo_missing`,
    `document_missing`, `document_not_asked`, else `fields`.
    Without a token `name` and `email` are wanted, the author confirms the e-mail by the link of a letter, and the name
    is not shown on the portal. Where the topic is `confidential` only the authority and moderators see the appeal
    unless `confidential` is false; of other topics it is not looked at. Signing in between two tries changes
    nothing: what was filed stays as it was.
    """
    marks = _marks(said)
    sent = sending.found(key=key, marks=marks) or sending.send(
        _filing(said, key, device, key_of(request)),
        files=sending.Files(said.photos, said.documents),
        marks=marks,
        now=clock.now(),
    )
    return Filed(sent.number, sent.state), sent.is_new


def _marks(said: Filing) -> tuple[str, str]:
    """Of what is filed, whoever files: the app may have signed in since. The second is what was kept before accounts
    could file: a repeat may come over the change.
    """
    whole = msgspec.structs.replace(said, organisation=None)
    return _mark(msgspec.structs.replace(whole, name="", email="")), _mark(whole)


def _mark(said: Filing) -> str:
    return blake2b(msgspec.json.encode(said, order="deterministic"), digest_size=12).hexdigest()


def _filing(said: Filing, key: UUID, device: Device | None, key_id: int | None) -> intake.Filing:
    """As the wizard's pages read it, all at once. Raises BadBody, intake.Emergency, intake.BadFiling, NearBorder."""
    topic = classifier.subject(said.topic)
    if topic is None:
        raise BadBody({"topic": _("Эта тема не подходит. Выберите другую.")})
    intake.check_topic(topic, said.kind)
    declared = own_fields.parse_declarations(topic.fields)
    answers, wrong_answers = own_fields.read(declared, said.answers_to_questions)
    author = _author(said, device)
    wrong = {
        **_wrong_words(said),
        **{f"answers_to_questions.{code}": words for code, words in wrong_answers.items()},
        **({} if author.account else intake.wrong_author(author)),
    }
    if wrong:
        raise BadBody(wrong)
    where = _where(said)
    return intake.Filing(
        client_key=key,
        kind=said.kind,
        topic=topic,
        text=said.text.replace("\r\n", "\n"),
        address=where.address,
        author=author,
        channel=sending.CHANNEL,
        key_id=key_id,
        settlement_id=where.settlement_id,
        lon=where.lon,
        lat=where.lat,
        territory_id=where.territory_id,
        fields=[list(pair) for pair in own_fields.shown(declared, answers)],
        confidential=said.confidential,
    )


def _author(said: Filing, device: Device | None) -> intake.Author:
    if device is not None:
        return intake.Author.of(device.user, organisation_id=said.organisation)
    return intake.Author(said.name.strip(), said.email.strip(), organisation_id=said.organisation)


def _wrong_words(said: Filing) -> dict[str, str]:
    wrong = {}
    if words := intake.wrong_text(said.text):
        wrong["text"] = words
    if not said.address.strip():
        wrong["address"] = _("Напишите улицу и дом или что рядом.")
    if (said.lat is None) != (said.lon is None):
        wrong["lat" if said.lat is None else "lon"] = _("Точке нужны и широта, и долгота.")
    if said.settlement is None and said.lat is None and said.lon is None:
        wrong["settlement"] = _("Напишите, в каком населённом пункте это находится.")
    if not said.consent:
        wrong["consent"] = _("Без согласия на обработку указанных данных обращение не рассмотреть.")
    return wrong


def _where(said: Filing) -> whereabouts.Where:
    point = None if said.lon is None or said.lat is None else (said.lon, said.lat)
    try:
        return whereabouts.find(
            settlement_id=said.settlement,
            address=said.address.strip()[: intake.ADDRESS_MAX],
            point=point,
            side=said.territory,
            on=timezone.localdate(clock.now()),
        )
    except whereabouts.NearBorder as border:
        words = _("Выберите сторону: от неё зависит, кто ответит.")
        raise whereabouts.NearBorder(words, border.choices) from None
