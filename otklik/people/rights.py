"""What stands fast when rights change: somebody administers the portal, and two changes at once see each other."""

from django.utils.translation import gettext as _

from otklik.kit.errors import Refusal
from otklik.people.models import User


class LastAdmin(Refusal):
    """Without this account nobody could give rights."""

    code = "last_admin"


def lock(user_id: int) -> tuple[User, list[User]]:
    """The account and all who administer, locked until commit, always in one order. Raises User.DoesNotExist."""
    admins = User.objects.filter(role=User.Role.ADMIN) | User.objects.filter(pk=user_id)
    rows = list(admins.select_for_update(of=("self",), no_key=True).order_by("pk"))
    user = next((row for row in rows if row.pk == user_id), None)
    if user is None:
        raise User.DoesNotExist
    return user, [row for row in rows if row.role == User.Role.ADMIN and row.is_active]


def keep_an_admin(user_id: int) -> None:
    """Call it in the transaction that takes the account away or switches it off. Raises LastAdmin."""
    user, admins = lock(user_id)
    if [admin.pk for admin in admins] == [user.pk]:
        raise LastAdmin(
            _("Это единственный администратор портала. Сначала дайте права администратора кому-то ещё.")
        )
