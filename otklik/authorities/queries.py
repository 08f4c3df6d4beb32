"""What desks ask about authorities."""

from typing import Final

from django.db import connection

from otklik.authorities.models import Authority


def connected() -> list[tuple[str, str]]:
    """(id, name) of every active body that an appeal can be sent to, for a list to choose from."""
    rows = Authority.objects.filter(active=True, msed_uid__isnull=False).order_by("name", "id")
    return [(str(id_), name) for id_, name in rows.values_list("id", "name")]


# UNION keeps each body once, so even a circle of superiors would come to an end.
_SERVED: Final = """
WITH RECURSIVE served AS (
    SELECT authority_id AS id FROM authorities_membership WHERE user_id = %s
    UNION
    SELECT below.id FROM authorities_authority below JOIN served ON below.superior_id = served.id WHERE %s
)
SELECT id FROM served ORDER BY id
"""


def served_by(user_id: int, *, with_subordinates: bool = False) -> list[int]:
    """Ids of the authorities that this official works for, and of all below them when asked. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SERVED, [user_id, with_subordinates])
        return [row[0] for row in cursor.fetchall()]


def every() -> list[tuple[str, str]]:
    """(code, name) of every active body, for a list to choose from."""
    return list(Authority.objects.filter(active=True).order_by("name", "id").values_list("code", "name"))
