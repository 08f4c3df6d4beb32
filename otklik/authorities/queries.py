"""What desks ask about authorities."""

from otklik.authorities.models import Authority, Membership


def connected() -> list[tuple[str, str]]:
    """(id, name) of every active body that an appeal can be sent to, for a list to choose from."""
    rows = Authority.objects.filter(active=True, msed_uid__isnull=False).order_by("name", "id")
    return [(str(id_), name) for id_, name in rows.values_list("id", "name")]


def served_by(user_id: int) -> list[int]:
    """Ids of the authorities that this official works for."""
    return list(
        Membership.objects.filter(user_id=user_id)
        .order_by("authority_id")
        .values_list("authority_id", flat=True)
    )
