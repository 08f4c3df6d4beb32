"""Accounts. What a person may do is their role; which authority an official serves is `authorities.Membership`."""

from typing import ClassVar, Final

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models.functions import Collate, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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

    wants_letters = models.BooleanField(
        default=True,
        db_default=True,
        help_text="news of the state of own appeals; what cannot wait comes anyway",
    )
    pace = models.CharField(max_length=5, choices=Pace.choices, default=Pace.NOW, db_default=Pace.NOW)
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


class RoleChange(models.Model):
    """Who gave whom which rights. Rows are only added: a trigger in the database refuses changes (0005)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    before = models.JSONField(help_text="role, territory_codes, topic_codes, authorities (codes)")
    after = models.JSONField(help_text="the same keys")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="people_role_changes")]


class StaffDeed(models.Model):
    """An employee saw personal data or changed something. Rows are only added: a trigger refuses changes (0008).

    Who, when, what and of whom: the account that 152-ФЗ (art. 19, 2.8) asks for. The network address is not kept: the
    law does not ask for it, the list of sessions has it, and it is personal data of the employee.
    """

    class What(models.TextChoices):
        SAW = "saw", _("Просмотр персональных данных")
        CHANGED = "changed", _("Изменение")

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    what = models.CharField(max_length=7, choices=What.choices)
    action = models.CharField(max_length=24, help_text="of web.access.rights")
    address = models.CharField(max_length=64, help_text="name of the address")
    object_kind = models.CharField(
        max_length=24, blank=True, help_text="appeal, person, packet …; empty: a list"
    )
    object_key = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(what__in=["saw", "changed"]), name="deed_what_known")
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="deed_by_time"),
            models.Index(fields=["actor", "-at", "-id"], name="deed_of_person"),
            models.Index(
                fields=["object_kind", "object_key", "-at", "-id"],
                condition=~models.Q(object_key=""),
                name="deed_of_object",
            ),
            models.Index(fields=["action", "-at", "-id"], name="deed_of_action"),
        ]


class ConfigChange(models.Model):
    """Who changed what of the configuration. Written by `changes`; a trigger refuses changes of rows (0009)."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, db_index=False
    )
    at = models.DateTimeField()
    what = models.CharField(max_length=140, help_text="kind:code, for example authority:roads or duties")
    before = models.JSONField(null=True, help_text="what was changed, as it was; null: it was not there")
    after = models.JSONField(null=True, help_text="the same keys; null: it is gone")

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="people_config_changes"),
            models.Index(fields=["what", "-at", "-id"], name="people_config_changes_of"),
        ]


class Consent(models.Model):
    """A person agreed to a text, in this version, at this moment; a row is closed, never changed otherwise."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=16, help_text="processing, publication")
    version = models.CharField(max_length=16, help_text="date of the text, YYYY-MM-DD")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            )
        ]


class Organisation(models.Model):
    inn = models.CharField(max_length=12, unique=True, help_text="ИНН, 10 or 12 digits, checked")
    ogrn = models.CharField(  # noqa: DJ001  # many are not known yet, and those that are differ
        max_length=15,
        unique=True,
        null=True,
        help_text="ОГРН 13 or ОГРНИП 15 digits, checked; null: only claimed so far, see Representation.said",
    )
    name = models.CharField(max_length=300, help_text="of the first confirmed, until then of the first claim")

    def __str__(self) -> str:
        return self.name


class Representation(models.Model):
    """This person may act for this organisation, once somebody has confirmed it."""

    class Source(models.TextChoices):
        ADMIN = "admin", _("Администратор")
        ESIA = "esia", _("Госуслуги")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="representations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="representations")
    post = models.CharField(max_length=150, help_text="the person's role there")
    said = models.JSONField(default=dict, help_text="the person's own words: name, ogrn of the organisation")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=5, choices=Source.choices, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="representation_once")]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(confirmed_at__isnull=True, refused_at__isnull=True),
                name="representation_waits",
            )
        ]


class Attempt(models.Model):
    """How often something was tried in the present span of time; see `people.limits`."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what was tried and by whom")
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True, help_text="when the count begins anew")
