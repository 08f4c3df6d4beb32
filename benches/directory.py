"""Addresses of the reference section to measure, drawn from the demo region."""

from typing import Final
from urllib.parse import urlencode

from benches.addresses import SEVERAL, Limit, Page
from otklik.authorities.models import Authority
from otklik.classifier.models import Topic
from otklik.places.models import House

WHO: Final = Limit(12, 15, 1.3)  # «Кто отвечает?» ≤ 15 CPU ms, with what is off there; it counts no appeals


def chosen() -> list[Page]:
    houses = House.objects.select_related("street__settlement").order_by("key", "pk")[:SEVERAL]
    topics = list(Topic.objects.filter(active=True, emergency_advice="").order_by("code")[:SEVERAL])
    places = [
        {
            "settlement": str(house.street.settlement),
            "settlement_id": house.street.settlement_id,
            "address": f"{house.street.kind} {house.street.name}, {house.number}",
        }
        for house in houses
    ]
    who = [
        f"/reference/who?{urlencode({**place, 'topic': topic.code})}"
        for place, topic in zip(places, topics, strict=False)
    ]
    words = [
        f"/reference/who?{urlencode({**place, 'about': topic.title})}"
        for place, topic in zip(places, topics, strict=False)
    ]
    several = [f"/reference/who?{urlencode({**place, 'about': 'яма на дороге'})}" for place in places]
    near = [f"/reference/places?{urlencode({**place, 'kind': 'mfc'})}" for place in places]
    codes = Authority.objects.filter(active=True).order_by("code").values_list("code", flat=True)[:SEVERAL]
    return [
        Page("справки: кто отвечает", who, WHO),
        Page("справки: кто отвечает, по слову", words, WHO),
        Page("справки: кто отвечает, тем несколько", several, WHO),
        Page("справки: ближайшие МФЦ", near, None),
        Page("справки: орган", [f"/reference/authorities/{code}" for code in codes], None),
    ]
