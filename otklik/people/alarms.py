"""What administrators learn at once, by a letter."""

from django.db.models import Q

from otklik.outbox import stores
from otklik.outbox.models import Stop
from otklik.outbox.put import Address, Note, put
from otklik.people.models import User


def channel_stands(stop: Stop) -> None:
    """A service of notifications refuses our keys: told once for each time that it begins. The names are few."""
    admins = User.objects.filter(~Q(email=""), role=User.Role.ADMIN, is_active=True, email_trouble="")
    for admin in admins:
        context = {"name": admin.name, "service": stores.name_of(stop.channel), "said": stop.said}
        once = f"stopped {stop.channel} {stop.since.isoformat()}"
        note = Note("channel-stopped", context, once=once)
        put(note, [Address(admin.email, user_id=admin.pk, language=admin.language)])
