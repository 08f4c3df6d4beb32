"""What of an appeal goes to МСЭД, and under which documents it went."""

from uuid import UUID

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
