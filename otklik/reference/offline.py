"""What a phone keeps of a municipality to ring and to go to without a network: numbers, bodies, places."""

from typing import Any, Final

from django.db.models import Q

from otklik.authorities.models import Authority
from otklik.reference.queries import lists, places
from otklik.reference.queries.bodies import OfficeCard, Trust, office_of

_MOST: Final = 500  # of each


def contacts(code: str) -> dict[str, Any]:
    """As `contacts.json` has it; receptions are not in it: a file of last week would name those that are over. Four
    statements. code: OKTMO of the municipality.
    """
    here = Q(territory_code="") | Q(territory_code__startswith=code)
    bodies = Authority.objects.select_related("office").filter(here, active=True).order_by("name", "id")
    return {
        "territory": code,
        "numbers": [
            {"number": one.number, "title": one.title, "about": one.about, **_trust(one.trust)}
            for one in lists.numbers(code)
        ],
        "authorities": [_body(one, office_of(one)) for one in bodies[:_MOST]],
        "places": [
            {
                "code": one.code, "kind": one.kind, "name": one.name, "address": one.address, "hours": one.hours,
                "phones": one.phones, "services": one.services, "lat": one.lat, "lon": one.lon,
                **_trust(one.trust),
            }
            for one in places.of_area(code, _MOST)
        ],
    }  # fmt: skip


def _body(one: Authority, office: OfficeCard) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "phone": one.phone, "email": one.email, "address": one.address,
        "head": one.head_name, "hours": office.hours, "phones": office.phones, **_trust(office.trust),
    }  # fmt: skip


def _trust(trust: Trust) -> dict[str, str]:
    """The keys that are empty are left out: most of a file would be they."""
    said = {"source": trust.source, "checked_on": trust.checked_on.isoformat() if trust.checked_on else ""}
    return {name: value for name, value in said.items() if value}
