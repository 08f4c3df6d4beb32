"""What the morning left in the tables, the folder of letters and the spool: nothing twice, nothing lost."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, QuerySet

from benches.portal import letters
from otklik.appeals.lifecycle import Attention, Move, State
from otklik.appeals.models import Appeal, Dispatch, JournalRow, PendingDecision
from otklik.exchange.models import Packet
from otklik.outbox.models import Message

_DECISIONS: Final = (Move.PUBLISH, Move.REFUSE, Move.ASK)
# By which letter the author hears of what the moderator decided.
_LETTERS: Final = {State.REFUSED: "refused", State.QUESTION: "question", State.PUBLISHED: "published"}
_PUBLISHED: Final = (State.PUBLISHED, State.SENDING)


def waiting() -> int:
    """Appeals that nobody has decided on."""
    return Appeal.objects.filter(state=State.MODERATION, pending=None).count()


def all_done() -> bool:
    """Nothing waits for a decision, for the clock, for the mail server or for the spool."""
    return not (
        Appeal.objects.filter(state=State.MODERATION).exists()
        or PendingDecision.objects.exists()
        or Message.objects.filter(state=Message.State.WAITING).exists()
        or Dispatch.objects.exclude(Exists(_packets().filter(state=Packet.State.SPOOLED))).exists()
    )


def states() -> dict[str, int]:
    return dict(Appeal.objects.values_list("state").annotate(n=Count("pk")).order_by("-n"))


def wrong(*, filed: int) -> dict[str, int]:
    """What must be 0, in words of the report."""
    decided = JournalRow.objects.filter(move__in=_DECISIONS).values("appeal").annotate(n=Count("pk"))
    told = Message.objects.filter(kind__in=_LETTERS.values()).values("about").annotate(n=Count("pk"))
    sent = Dispatch.objects.values("appeal").annotate(n=Count("pk"))
    public = Appeal.objects.filter(state__in=_PUBLISHED)
    documents = Packet.objects.filter(direction="out", kind="document")
    return {
        "остались в очереди": Appeal.objects.filter(state=State.MODERATION).count(),
        "потеряны": abs(filed - Appeal.objects.count()),
        "решены дважды": decided.filter(n__gt=1).count(),
        "без решения в журнале": abs(filed - decided.count()),
        "решения, которые не удалось исполнить": PendingDecision.objects.count(),
        "авторам написали дважды": told.filter(n__gt=1).count(),
        "авторам не написали о решении": sum(_untold(state, kind) for state, kind in _LETTERS.items()),
        "письма не отправлены": Message.objects.exclude(state=Message.State.SENT).count(),
        "писем в папке не столько, сколько отправлено": abs(Message.objects.count() - letters()),
        "назначены дважды": sent.filter(n__gt=1).count(),
        "назначены, но документа в реестре нет": Dispatch.objects.exclude(Exists(_packets())).count(),
        "документов в реестре больше, чем назначений": max(0, documents.count() - Dispatch.objects.count()),
        "пакетов в каталоге не столько, сколько в реестре": abs(documents.count() - _in_spool()),
        "отправляются, но не назначены": Appeal.objects.filter(state=State.SENDING, dispatches=None).count(),
        "опубликованы, но без исполнителя и не на столе": public.filter(authority=None, attention="").count(),
        "на столе с неизвестной причиной": public.exclude(attention__in=["", *Attention]).count(),
    }


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        found: int = cursor.fetchone()[0]
    return found


def _untold(state: State, kind: str) -> int:
    """What was assigned has been published before."""
    those = _PUBLISHED if state is State.PUBLISHED else (state,)
    heard = Message.objects.filter(kind=kind, about=OuterRef("number"))
    return Appeal.objects.filter(state__in=those).exclude(Exists(heard)).count()


def _packets() -> QuerySet[Packet]:
    return Packet.objects.filter(direction="out", kind="document", document_uid=OuterRef("document_uid"))


def _in_spool() -> int:
    folder = Path(settings.MSED_SPOOL) / "to_msed"
    return sum(1 for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else 0
