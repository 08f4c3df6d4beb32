"""What the stand sends at each stage of a document's life. Repeatable: the same card gives the same uids."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from otklik.integrations.msed import values
from otklik.integrations.msed.pdf import appeal_pdf
from otklik.integrations.msed.stand import picture, words
from otklik.integrations.msed.stand.card import Card, Fate, Shares, Stage
from otklik.integrations.msed.wire import (
    Document,
    Executor,
    FilePart,
    Link,
    Message,
    Notice,
    NoticeKind,
    Party,
    Receipt,
    Signatory,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A stage of one document. place: the stand's own running number of the document."""

    card: Card
    place: int
    fate: Fate
    shares: Shares
    at: datetime

    @property
    def today(self) -> date:
        return values.local(self.at).date()

    @property
    def incoming_number(self) -> str:
        return f"ВХ-{self.place}/{self.today:%y}"

    @property
    def report_number(self) -> str:
        return f"ИСХ-{self.place}/{self.today:%y}"


def message(stage: Stage, scene: Scene) -> Message:
    if stage is Stage.RECEIPT:
        card = scene.card
        return receipt(card.message_uid, sender=card.partner, to=card.portal, at=scene.at)
    if stage is Stage.ANSWER:
        return _answer(scene)
    return _NOTICES[stage](scene)


def receipt(message_uid: str, *, sender: Party, to: Party, at: datetime, refusal: str = "") -> Receipt:
    """refusal: why the message could not be taken; "" if it was."""
    return Receipt(
        message_uid=str(uuid5(UUID(message_uid), f"receipt of {sender.uid}")),
        created=at,
        sender=sender,
        recipient=to,
        acknowledged_uid=message_uid,
        time=at,
        accepted=not refusal,
        comment=refusal or "Сообщение доставлено",
    )


def _uid(scene: Scene, stage: Stage) -> str:
    return str(uuid5(UUID(scene.card.document_uid), f"{stage.value} of {scene.card.partner_uid}"))


def _notice(scene: Scene, stage: Stage, kind: NoticeKind) -> Notice:
    card = scene.card
    return Notice(
        message_uid=_uid(scene, stage),
        created=scene.at,
        sender=card.partner,
        recipient=card.portal,
        kind=kind,
        document_uid=card.document_uid,
        document_id=card.document_id,
        time=scene.at,
        foundation_number=card.number,
        foundation_on=card.day,
    )


def _registered(scene: Scene) -> Notice:
    notice = _notice(scene, Stage.REGISTERED, NoticeKind.ACCEPTED)
    return replace(notice, number=scene.incoming_number, on=scene.today, comment="Зарегистрировано")


def _refused(scene: Scene) -> Notice:
    luck = scene.shares.luck(scene.card.document_uid, "reason")
    reason = "Ошибка адресации" if scene.fate is Fate.WRONG_ADDRESS else words.other_reason(luck)
    return replace(_notice(scene, Stage.REFUSED, NoticeKind.REFUSED), reason=reason)


def _assigned(scene: Scene) -> Notice:
    luck = scene.shares.luck(scene.card.document_uid, "people")
    notice = _notice(scene, Stage.EXECUTOR, NoticeKind.EXECUTOR_ASSIGNED)
    people = [words.official(luck) for _ in range(3)]
    return replace(notice, secretary=people[0], manager=people[1], executor=people[2])


def _course(scene: Scene) -> Notice:
    luck = scene.shares.luck(scene.card.document_uid, "course")
    return replace(_notice(scene, Stage.COURSE, NoticeKind.COURSE_CHANGED), text=words.course(luck))


def _prepared(scene: Scene) -> Notice:
    name, _ = _words(scene).signatory
    return replace(_notice(scene, Stage.PREPARED, NoticeKind.REPORT_PREPARED), manager=name, on=scene.today)


def _reported(scene: Scene) -> Notice:
    notice = _notice(scene, Stage.REPORT, NoticeKind.REPORT_SENT)
    return replace(notice, number=scene.report_number, on=scene.today)


_NOTICES: Final[dict[Stage, Callable[[Scene], Notice]]] = {
    Stage.REGISTERED: _registered,
    Stage.REFUSED: _refused,
    Stage.EXECUTOR: _assigned,
    Stage.COURSE: _course,
    Stage.PREPARED: _prepared,
    Stage.REPORT: _reported,
}


def _words(scene: Scene) -> words.Answer:
    return words.answer(scene.card, scene.shares.luck(scene.card.document_uid, "answer"), scene.today)


def _answer(scene: Scene) -> Document:
    card, said = scene.card, _words(scene)
    name, post = said.signatory
    body, pages = appeal_pdf(
        title=f"Ответ на обращение № {card.number}",
        heading=card.partner_name,
        facts=[
            ("Исходящий", f"{scene.report_number} от {scene.today:%d.%m.%Y}"),
            ("На №", f"{card.number} от {card.day:%d.%m.%Y}"),
            ("Решение", said.decision),
        ],
        text=said.text,
        signatory=f"{post}    {name}",
    )
    photos = (FilePart("posle.jpg", picture.after(scene.place), "Фото после выполнения работ"),)
    return Document(
        message_uid=_uid(scene, Stage.ANSWER),
        document_uid=str(uuid5(UUID(card.document_uid), f"the answer of {card.partner_uid}")),
        document_id=scene.report_number,
        number=scene.report_number,
        on=scene.today,
        kind="Письмо",
        annotation=said.summary,
        created=scene.at,
        sender=card.partner,
        recipient=card.portal,
        signatory=Signatory(name, post, scene.today),
        executor=Executor("Отдел обращений граждан", "+7 000 000-00-00"),
        citizen=None,
        links=(Link("В ответ на", card.document_uid, card.number, card.day),),
        body=FilePart("otvet.pdf", body, "Текст ответа", pages),
        attachments=photos if said.with_photo else (),
    )
