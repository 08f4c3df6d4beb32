"""Whether appeals still need what an administrator wants to take away. Bounded walks of indexes, nothing is counted."""

from typing import Final

from otklik.appeals.lifecycle import FINAL, PUBLIC, Kind, State
from otklik.appeals.models import Appeal

MOST: Final = 1000
_OPEN_PUBLIC: Final = sorted(PUBLIC - FINAL)
_KINDS: Final = [kind.value for kind in Kind]


def of_authority(authority_id: int) -> bool:
    """Any public appeal that it has or had."""
    found = Appeal.objects.filter(kind__in=_KINDS, state__in=sorted(PUBLIC), authority=authority_id)
    return found.exists()


def open_with_topic(topic_id: int) -> int:
    """Appeals of the topic that wait for a moderator or an answer: MOST + 1 stands for more. Two statements."""
    waiting = Appeal.objects.filter(state=State.MODERATION, topic=topic_id)
    public = Appeal.objects.filter(kind__in=_KINDS, state__in=_OPEN_PUBLIC, topic=topic_id)
    found = sum(len(rows.values_list("pk")[: MOST + 1]) for rows in (waiting, public))
    return min(found, MOST + 1)
