"""Accounts. What a person may do is their role; which authority an official serves is `authorities.Membership`."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Accounts(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **more: object) -> "User":
        """Store an account; the e-mail is kept in lower case."""
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
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
    name = models.CharField(max_length=150, help_text="as the person wants to be addressed")
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
