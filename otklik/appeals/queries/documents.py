"""What of an appeal goes to МСЭД, and under which documents it went."""

from uuid import UUID

from django.utils import timezone

from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Answer, Appeal, Dispatch


def written(appeal: Appeal, *, personal: bool) -> str:
    """The words of the author; what a moderator hid of them is for authorities that may have personal data."""
    return (appeal.full_text if personal else "") or appeal.text


def clarified(appeal: Appeal, *, personal: bool) -> str:
    """The text as the authority reads it: with what the author added since."""
    added = appeal.journal.filter(move=Move.CLARIFY).exclude(reason="").order_by("id")
    parts = [f"Дополнение автора {row.at:%d.%m.%Y}: {row.reason}" for row in added]
    return "\n\n".join([written(appeal, personal=personal), *parts])


def facts(dispatch: Dispatch, *, personal: bool) -> list[tuple[str, str]]:
    """What stands above the text; personal: the authority may know whose it is."""
    appeal = dispatch.appeal
    rows = [
        ("Номер документа", dispatch.number),
        ("Получено", f"{timezone.localtime(appeal.received_at):%d.%m.%Y %H:%M}"),
        ("Адресат", dispatch.authority.name),
        ("Категория", appeal.topic.category.title),
        ("Тема", appeal.topic.title),
        ("Адрес", appeal.address),
    ]
    if appeal.territory:
        rows.append(("Территория", f"{appeal.territory.name} (ОКТМО {appeal.territory.code})"))
    if appeal.point:
        rows.append(("Координаты", f"{appeal.point.y:.6f}, {appeal.point.x:.6f}"))
    answers = (appeal.full_fields if personal else None) or appeal.fields
    rows += [(label, value) for label, value in answers]
    if appeal.answer_by:
        rows.append(("Ответить не позднее", f"{appeal.answer_by:%d.%m.%Y}"))
    if body := appeal.organisation:  # not personal: organisations are in a public register
        rows.append(("От организации", f"{body.name}, ИНН {body.inn}, ОГРН {body.ogrn}"))
    if personal:
        rows.append(("Автор", ", ".join(filter(None, (appeal.author_name, appeal.author_email)))))
    last = appeal.journal.filter(move=Move.RETURN).order_by("-id").first() if dispatch.round > 1 else None
    if last:
        rows.append(("Автор не согласен с ответом", last.reason))
    return rows


def document_uids(appeal_id: int) -> list[UUID]:
    """Uids of our documents in МСЭД, the first one first."""
    found = Dispatch.objects.filter(appeal=appeal_id).order_by("round")
    return list(found.values_list("document_uid", flat=True))


def answer_uids(appeal_id: int) -> list[UUID]:
    """Uids of the messages that brought its answers."""
    return list(Answer.objects.filter(appeal=appeal_id).order_by("id").values_list("message_uid", flat=True))


def appeal_of(*, document_uid: UUID | None, message_uid: UUID | None) -> tuple[int, str] | None:
    """(id, number) of the appeal that a packet is about; None: of none that we know. Two statements at most."""
    ours = Dispatch.objects.filter(document_uid=document_uid) if document_uid else Dispatch.objects.none()
    found = ours.values_list("appeal_id", "appeal__number").first()
    if found is None and message_uid:
        answers = Answer.objects.filter(message_uid=message_uid)
        found = answers.values_list("appeal_id", "appeal__number").first()
    return found
