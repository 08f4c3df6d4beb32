"""What of an appeal goes to МСЭД, and under which documents it went."""

from uuid import UUID

from otklik.appeals.lifecycle import Move
from otklik.appeals.models import Appeal, Dispatch


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
