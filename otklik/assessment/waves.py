"""Waves of ratings: kept as they are found, settled by a supervisor.

Nothing of an appeal changes: its page shows the rating as before. What the board counts leaves out the ratings of waves
that are not restored, by their facts of that moment (`stats.queries.board`), so no sum is kept twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.assessment.models import SetAside, Wave
from otklik.assessment.rule import Rating, Rule
from otklik.kit.errors import Refusal
from otklik.people.models import User

REASON_MAX = 300


class NoReason(Refusal):
    """A supervisor settles a wave without saying why."""

    code = "no_reason"
    status = 422


def rule() -> Rule:
    """As it is in force."""
    return Rule(settings.WAVE_DAYS, settings.WAVE_RATINGS, settings.WAVE_HOURS, settings.WAVE_PERCENT)


@transaction.atomic
def keep(*, authority_id: int, found: Sequence[Rating], now: datetime) -> int:
    """Store a wave of `rule.waves`; return how many of its ratings are new. Safe to repeat.

    What joins a wave that is known shares its fate: a supervisor who let it count has let the rest count too.
    """
    by = rule()
    near = Wave.objects.select_for_update().filter(
        authority_id=authority_id,
        last_at__gte=found[0].at - timedelta(hours=by.hours),
        first_at__lte=found[-1].at + timedelta(hours=by.hours),
    )
    wave = near.order_by("-last_at").first()
    known = set(
        SetAside.objects.filter(appeal_id__in=[one.appeal_id for one in found]).values_list(
            "appeal_id", flat=True
        )
    )
    fresh = [one for one in found if one.appeal_id not in known]
    if not fresh:
        return 0
    if wave is None:
        wave = Wave.objects.create(
            authority_id=authority_id,
            first_at=found[0].at,
            last_at=found[-1].at,
            rule=by.said(),
            found_at=now,
        )
    else:
        wave.first_at, wave.last_at = min(wave.first_at, found[0].at), max(wave.last_at, found[-1].at)
        wave.save(update_fields=["first_at", "last_at"])
    SetAside.objects.bulk_create(
        [
            SetAside(wave=wave, appeal_id=o.appeal_id, rated_at=o.at, born_at=o.born_at, stars=o.stars)
            for o in fresh
        ],
        ignore_conflicts=True,  # another process found the same
    )
    return len(fresh)


@transaction.atomic
def settle(*, wave_id: int, counts: bool, reason: str, by: User, now: datetime) -> None:
    """A supervisor lets the ratings of a wave count, or sets them aside again. Done twice is done once.

    Raises NoReason; Wave.DoesNotExist.
    """
    reason = reason.strip()
    if not reason:
        raise NoReason(_("Напишите, почему: причину увидят другие контролёры."))
    wave = Wave.objects.select_for_update().get(pk=wave_id)
    if (wave.restored_at is not None) == counts:
        return
    wave.restored_at = now if counts else None
    wave.settled_by, wave.reason = by, reason[:REASON_MAX]
    wave.save(update_fields=["restored_at", "settled_by", "reason"])
