"""Accounts. What a person may do is their role; which authority an official serves is `authorities.Membership`."""

from typing import ClassVar, Final

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models.functions import Collate, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otklik.people import programs  # noqa: F401  # its table belongs here, where Django looks for tables
from otklik.people.names import NAME_MAX

# Kinds of allauth's Authenticator that are a second step by themselves; recovery codes only stand in for one.
SECOND_STEPS: Final = ("totp", "webauthn")
_ROLES: Final = ("citizen", "moderator", "clerk", "head", "operator", "analyst", "supervisor", "admin")


class Accounts(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: object) -> "User":
        """Store an account that somebody vouches for: its e-mail, kept in lower case, counts as confirmed.

        Whoever registers on the portal comes through `web.account` and confirms the e-mail by a letter.
        """
        from allauth.account.models import EmailAddress  # its tables point at ours

        with transaction.atomic(savepoint=False):
            user = self.model(email=email.strip().lower(), **more)
            user.set_password(password)
            user.save(using=self._db)
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email: str | None) -> "User":
        """Asked at every sign-in; `has_app_or_key` comes along, so that it needs no statement of its own."""
        from allauth.mfa.models import Authenticator

        second = Authenticator.objects.filter(user=models.OuterRef("pk"), type__in=SECOND_STEPS)
        found: User = self.annotate(has_app_or_key=models.Exists(second)).get(email=email)
        return found

    def create_superuser(self, email: str, password: str | None = None, **more: object) -> "User":
        """For `otklik createsuperuser`: the first administrator of a new portal."""
        return self.create_user(email, password, role=User.Role.ADMIN, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """A citizen, a moderator, an official of an authority or an administrator."""

    class Role(models.TextChoices):
        CITIZEN = "citizen", _("Житель")
        MODERATOR = "moderator", _("Модератор")
        CLERK = "clerk", pgettext_lazy("role", "Исполнитель")
        HEAD = "head", _("Руководитель органа")
        OPERATOR = "operator", _("Оператор горячей линии")
        ANALYST = "analyst", _("Аналитик")
        SUPERVISOR = "supervisor", _("Контролёр")
        ADMIN = "admin", _("Администратор")

    class NameShown(models.TextChoices):
        """What everybody reads beside an appeal of this person."""

        FULL = "full", _("Имя, отчество и фамилия")
        SHORT = "short", _("Имя и первая буква фамилии")
        HIDDEN = "hidden", _("Не показывать")

    class Pace(models.TextChoices):
        NOW = "now", _("Сразу")
        DAILY = "daily", _("Одним письмом в день")

    class PollNews(models.TextChoices):
        """How the person hears of polls and of the yearly survey. Nobody gets letters of them who did not ask."""

        OFF = "off", _("Не сообщать")
        PUSH = "push", _("Только уведомлениями в браузере и приложении")
        LETTER = "letter", _("Уведомлениями и письмами")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, help_text="as the person is addressed")
    given_name = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    patronymic = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    surname = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    phone = models.CharField(max_length=16, blank=True, db_default="", help_text="E.164")
    phone_confirmed_at = models.DateTimeField(null=True)
    photo = models.UUIDField(null=True, help_text="see files.photos")
    name_shown = models.CharField(
        max_length=8, choices=NameShown.choices, default=NameShown.HIDDEN, db_default=NameShown.HIDDEN
    )
    language = models.CharField(max_length=2, default="ru", db_default="ru", help_text="of letters")
    home_code = models.CharField(max_length=64, blank=True, db_default="", help_text="places.Settlement.code")
    home_since = models.DateTimeField(null=True, help_text="null: long ago; see people.homes")
    home_before = models.CharField(
        max_length=64, blank=True, db_default="", help_text="the settled home before it; see people.homes"
    )
    home_source = models.CharField(
        max_length=4, blank=True, db_default="", help_text="esia: Госуслуги told it; empty: the person"
    )
    born_on = models.DateField(null=True, help_text="as Госуслуги tell; nobody types it")

    wants_letters = models.BooleanField(
        default=True,
        db_default=True,
        help_text="news of the state of own appeals; what cannot wait comes anyway",
    )
    pace = models.CharField(max_length=5, choices=Pace.choices, default=Pace.NOW, db_default=Pace.NOW)
    poll_news = models.CharField(
        max_length=6, choices=PollNews.choices, default=PollNews.PUSH, db_default=PollNews.PUSH
    )
    email_trouble = models.CharField(
        max_length=300,
        blank=True,
        db_default="",
        help_text="the mail server's words; not empty: nothing is sent",
    )

    role = models.CharField(max_length=16, choices=Role.choices, default=Role.CITIZEN)
    territory_codes = ArrayField(
        models.CharField(max_length=11),
        default=list,
        db_default=[],
        help_text="moderators: OKTMO; empty: all",
    )
    topic_codes = ArrayField(
        models.CharField(max_length=64),
        default=list,
        db_default=[],
        help_text="moderators: codes of categories; empty: all",
    )
    rights_changes = models.PositiveIntegerField(
        default=0, db_default=0, help_text="kept by authorities.staff; each ends all sessions of the person"
    )
    deleted_at = models.DateTimeField(
        null=True, help_text="the person deleted the account: a tombstone that the journals point at"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.UniqueConstraint(
                fields=["phone"],
                condition=models.Q(phone_confirmed_at__isnull=False) & ~models.Q(phone=""),
                name="user_confirmed_phone_once",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=list(_ROLES)),
                name="user_role_known",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], condition=~models.Q(role="citizen"), name="user_staff"),
            models.Index(Collate(Lower("surname"), "C"), "id", name="user_by_surname"),
            models.Index(Collate(Lower("name"), "C"), "id", name="user_by_name"),
        ]

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's, of the password; another one after each change of rights, so that sessions end with it."""
        made: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        return f"{made}.{self.rights_changes}" if self.rights_changes else made

    def __str__(self) -> str:
        return self.name
