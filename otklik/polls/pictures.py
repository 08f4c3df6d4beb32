"""Which photos belong to polls that everybody sees."""

from uuid import UUID

from django.db.models import Q

from otklik.polls.models import Poll, Question


def is_public(photo_id: UUID) -> bool:
    """Two statements at most, over tables that people fill in by hand."""
    shown = ~Q(state=Poll.State.DRAFT)
    if Poll.objects.filter(shown, picture=photo_id).exists():
        return True
    of_option = Question.objects.filter(options__contains=[{"picture": str(photo_id)}])
    return of_option.exclude(poll__state=Poll.State.DRAFT).exists()
