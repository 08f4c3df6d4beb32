"""Everything that an account knows of its person, for the person: rows as plain values."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from otklik.outbox.models import Message, PushSubscription
from otklik.people.models import Consent, Representation, RoleChange, User

Rows = Iterator[Mapping[str, object]]
_BATCH: Final = 500  # messages in memory at once
_KEYS: Final = frozenset({"token", "path", "code"})  # of links and one-time codes
_PROFILE: Final = (
    "email", "name", "surname", "given_name", "patronymic", "phone", "phone_confirmed_at", "photo", "name_shown",
    "language", "home_code", "home_since", "home_before", "home_source", "born_on",
    "wants_letters", "pace", "poll_news", "email_trouble", "role", "territory_codes", "topic_codes",
    "joined_at", "last_login",
)  # fmt: skip


def documents(user_id: int) -> list[tuple[str, Rows]]:
    """Name of each list and its rows, read when their turn comes. No password and no key is among them."""
    own: dict[str, Any] = {"user": user_id}
    tables: list[tuple[str, Any, tuple[str, ...]]] = [
        ("profile", User.objects.filter(pk=user_id), _PROFILE),
        ("emails", EmailAddress.objects.filter(**own), ("email", "verified", "primary")),
        ("consents", Consent.objects.filter(**own), ("kind", "version", "given_at", "withdrawn_at")),
        (
            "organisations",
            Representation.objects.filter(**own),
            (
                "organisation__inn", "organisation__name", "said", "post", "asked_at", "confirmed_at", "refused_at",
            ),
        ),
        ("sessions", UserSession.objects.filter(**own), ("created_at", "last_seen_at", "ip", "user_agent")),
        ("second_factors", Authenticator.objects.filter(**own), ("type", "created_at", "last_used_at")),
        ("outside_sign_ins", SocialAccount.objects.filter(**own), ("provider", "uid", "date_joined")),
        ("push_subscriptions", PushSubscription.objects.filter(**own), ("label", "created_at", "dead_at")),
        ("rights", RoleChange.objects.filter(**own), ("at", "before", "after", "reason")),
    ]  # fmt: skip
    found: list[tuple[str, Rows]] = [
        (name, table.order_by("pk").values(*columns).iterator()) for name, table, columns in tables
    ]
    return [*found, ("messages", _messages(user_id))]


def photo(user_id: int) -> Any:
    """Id of the profile's photo; None: there is none."""
    return User.objects.values_list("photo", flat=True).get(pk=user_id)


def _messages(user_id: int) -> Rows:
    """What was written to the person. Keys of links stay out: whoever finds the archive must not act for them."""
    columns = ("pk", "kind", "channel", "to", "about", "state", "created_at", "sent_at", "context")
    own = Message.objects.filter(user=user_id).order_by("pk").values(*columns)
    last = 0
    while batch := list(own.filter(pk__gt=last)[:_BATCH]):
        last = batch[-1]["pk"]
        for row in batch:
            del row["pk"]
            row["context"] = {name: said for name, said in row["context"].items() if name not in _KEYS}
            yield row
