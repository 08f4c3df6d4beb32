"""What the yearly survey knows of a person, for the person."""

from collections.abc import Iterator, Mapping

from otklik.assessment.models import SurveyReply


def documents(user_id: int) -> list[tuple[str, Iterator[Mapping[str, object]]]]:
    """Name of the list and its rows: a mark for each question, in their order."""
    rows = SurveyReply.objects.filter(person=user_id).order_by("survey__year")
    return [("surveys", rows.values("survey__year", "area", "marks", "at").iterator())]
