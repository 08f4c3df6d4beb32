"""Accounts. What a person may do is their role; which authority an official serves is `authorities.Membership`."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from otklik.people.names import NAME_MAX


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

    def create_superuser(self, email: str, password: str | None = None, **more: object) -> "User":
        """For `otklik createsuperuser`: the first administrator of a new portal."""
        return self.create_user(email, password, role=User.Role.ADMIN, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """A citizen, a moderator, an official of an authority or an administrator."""

    class Role(models.TextChoices):
        CITIZEN = "citizen", _("Житель")
        MODERATOR = "moderator", _("Модератор")
        OFFICIAL = "official", pgettext_lazy("role", "Исполнитель")
        SUPERVISOR = "supervisor", _("Контролёр")
        ADMIN = "admin", _("Администратор")

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150, help_text="as the person is addressed")
    given_name = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    patronymic = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    surname = models.CharField(max_length=NAME_MAX, blank=True, db_default="")
    phone = models.CharField(max_length=16, blank=True, db_default="", help_text="E.164")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.CITIZEN)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["citizen", "moderator", "official", "supervisor", "admin"]),
                name="user_role_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A letter about an account: stored with the change that causes it, sent by the worker.

    Links are made when it is sent: no key that opens an account lies in the database.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="letters")
    kind = models.CharField(max_length=16, help_text="a template of letters/")
    to = models.EmailField(max_length=254)
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(sent_at__isnull=True), name="people_letter_unsent"
            )
        ]
