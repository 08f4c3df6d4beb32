"""Who answers: topic and territory → authority. Never a guess: no row, no authority."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from django.db.models.functions import Length

from otklik.authorities.models import Authority, Duty


@dataclass(frozen=True, slots=True)
class Choice:
    authority: Authority
    duty_id: int
    why: str  # the rule that decided: "duty municipal.roads @ 99701000 #12"

    @property
    def authority_id(self) -> int:
        return self.authority.pk

    @property
    def authority_name(self) -> str:
        return self.authority.name


def responsible(*, topic_code: str, duty: str, territory_code: str) -> Choice | None:
    """The authority for a topic on a territory (OKTMO, 8 or 11 digits); None: nobody is named. One statement.

    A row for the very topic beats one for its duty; then a settlement's row (11 digits) beats its
    municipality's (8), which beats the region's (""); then the lower rank. Inactive bodies are passed over.
    """
    places = {territory_code, territory_code[:8], ""}
    by_duty = Case(When(subject=topic_code, then=Value(0)), default=Value(1), output_field=IntegerField())
    row = (
        Duty.objects.filter(subject__in={topic_code, duty}, territory_code__in=places, authority__active=True)
        .select_related("authority")
        .order_by(by_duty, Length("territory_code").desc(), "rank")
        .first()
    )
    if row is None:
        return None
    rule = "topic" if row.subject == topic_code else "duty"
    why = f"{rule} {row.subject} @ {row.territory_code or 'region'} #{row.pk}"
    return Choice(row.authority, row.pk, why)
