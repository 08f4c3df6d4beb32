"""Ready-made rows for tests. Each function takes only what the test is about."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from otklik.appeals.lifecycle import Kind, State
from otklik.appeals.models import Appeal, Change
from otklik.appeals.rules import number
from otklik.appeals.rules.heat import heat
from otklik.appeals.steps import intake
from otklik.authorities.models import Authority, Duty
from otklik.classifier.models import Category, Topic
from otklik.people.models import User
from otklik.places.borders import cut_up
from otklik.places.models import Settlement, Territory

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ODD_DUTY = "municipal.roads"


def a_moderator() -> User:
    return User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Марк", role="moderator")


def a_citizen() -> User:
    return User.objects.create_user(f"{uuid4()}@example.test", "pass", name="Вера")


def a_topic(*, code: str = "pothole", duty: str = ODD_DUTY, **more: Any) -> Topic:
    category, _ = Category.objects.get_or_create(code="roads", defaults={"title": "Дороги"})
    topic, _ = Topic.objects.get_or_create(
        code=code,
        defaults={
            "category": category,
            "title": "Яма на дороге",
            "kinds": ["problem", "proposal", "thanks"],
            "duty": duty,
            **more,
        },
    )
    return topic


def a_territory(*, code: str = "99701000", west: float = 39.0) -> Territory:
    """A square degree wide, from `west`, 55 to 56 degrees north."""
    found = Territory.objects.filter(code=code).first()
    if found:
        return found
    square = Polygon.from_bbox((west, 55.0, west + 1, 56.0))
    territory = Territory.objects.create(
        code=code, name=f"Округ {code}", geom=MultiPolygon(square, srid=4326), valid_from=date(2000, 1, 1)
    )
    cut_up([territory.pk])
    return territory


def a_settlement(*, name: str = "Липовка", territory: Territory | None = None) -> Settlement:
    place = territory or a_territory()
    return Settlement.objects.create(
        code=str(uuid4()), name=name, kind="д", territory_code=place.code, point=Point(39.5, 55.5, srid=4326)
    )


def an_authority(*, version: str = "2.7.1", connected: bool = True) -> Authority:
    return Authority.objects.create(
        code=f"a{uuid4().hex[:12]}",
        name="Дорожная служба",
        level="municipal",
        msed_uid=uuid4() if connected else None,
        msed_address="ROADS~MEDOGU",
        msed_version=version,
    )


def a_duty(
    *, subject: str = ODD_DUTY, territory_code: str = "99701000", authority: Authority | None = None
) -> Duty:
    return Duty.objects.create(
        subject=subject, territory_code=territory_code, authority=authority or an_authority()
    )


def a_filing(*, key: UUID | None = None, kind: Kind = Kind.PROBLEM, **more: Any) -> intake.Filing:
    values: dict[str, Any] = {
        "client_key": key or uuid4(),
        "kind": kind,
        "topic": a_topic(),
        "text": "Яма у дома 5",
        "address": "д. Липовка, ул. Новая, д. 5",
        "author": intake.Author(name="Вера", email="vera@example.test"),
        "lon": 39.5,
        "lat": 55.5,
        "territory_id": a_territory().pk,
        **more,
    }
    return intake.Filing(**values)


def an_appeal(*, state: State = State.MODERATION, **more: Any) -> Appeal:
    """An appeal stored as it would be in this state."""
    topic = more.pop("topic", None) or a_topic()
    values: dict[str, Any] = {
        "number": number.make(lambda n: uuid4().int % n),
        "client_key": uuid4(),
        "kind": "problem",
        "category": topic.category,
        "topic": topic,
        "text": "Яма у дома 5",
        "address": "д. Липовка, ул. Новая, д. 5",
        "point": Point(39.5, 55.5, srid=4326),
        "territory": a_territory(),
        "author_name": "Вера",
        "author_email": "vera@example.test",
        "state": state.value,
        "state_since": MONDAY,
        "received_at": MONDAY,
        "moderate_by": MONDAY + timedelta(hours=48),
        "published_at": MONDAY,
        **more,
    }
    if state in (State.SENDING, State.REGISTERED, State.ANSWERED):
        values.setdefault("authority", an_authority())
    if state is State.DUPLICATE:
        values.setdefault("original", an_appeal(state=State.PUBLISHED))
    values.setdefault("area", values["territory"].code if values["territory"] else "")
    if values["published_at"]:
        values.setdefault("heat", heat(values["published_at"], supporters=values.get("supporters", 0)))
    appeal = Appeal.objects.create(**values)
    Change.objects.create(appeal=appeal)
    return appeal
