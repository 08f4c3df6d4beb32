"""What allauth asks of us about outside identity: which services there are, and what follows a sign-in there."""

from typing import Any, Final
from uuid import uuid4

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from otklik.kit import clock
from otklik.people import identity, names
from otklik.people.models import User
from otklik.web.identity import answers, flow, services

_PERSON: Final = ("email", "given_name", "patronymic", "surname")


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """settings.SOCIALACCOUNT_ADAPTER. Services come from the settings only: no statement, no registry."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Raises Http404: no such service, or it is off."""
        if provider == services.ESIA:
            from otklik.web.identity.esia import EsiaProvider

            services.service(provider)
            app = SocialApp(provider=provider, client_id=settings.ESIA_CLIENT_ID)
            return EsiaProvider(request, app=app)
        from otklik.web.identity.oidc import OidcProvider

        services.service(settings.OIDC_NAME)
        if provider not in (OidcProvider.id, settings.OIDC_NAME):
            raise Http404
        return OidcProvider(request, app=_oidc_app())

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """ESIA wants a UUID."""
        return str(uuid4())

    def serialize_instance(self, instance: Any) -> dict[str, Any]:
        """For the session. Of a person who has no account yet only what came from elsewhere."""
        if isinstance(instance, User):
            return {part: getattr(instance, part) for part in _PERSON}
        kept: dict[str, Any] = super().serialize_instance(instance)
        return kept

    def deserialize_instance(self, model: type[Any], data: dict[str, Any]) -> Any:
        return User(**data) if model is User else super().deserialize_instance(model, data)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """A part of a name that cannot be one is left empty: the person is asked."""
        user: User = sociallogin.user
        user.email = data.get("email") or ""
        for part in ("given_name", "patronymic", "surname"):
            try:
                said = names.name(data.get(part) or "")
            except ValidationError:
                said = ""
            setattr(user, part, said if len(said) <= names.NAME_MAX else "")
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Where the ways part: to join an account, to enter it, to become one (which `flow.finish` asks about)."""
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(flow.connect(request, sociallogin))
        if sociallogin.is_existing:
            identity.came_again(sociallogin.user, flow.outside(sociallogin), now=clock.now())
            raise ImmediateHttpResponse(flow.enter(request, sociallogin, sociallogin.user))

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody becomes an account without a button pressed."""
        return False

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        failure = answers.failure_of(request, error, exception)
        raise ImmediateHttpResponse(answers.failed(request, provider.sub_id, failure))


def _oidc_app() -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=settings.OIDC_NAME,
        name=settings.OIDC_TITLE,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_SECRET,
        settings={"server_url": settings.OIDC_URL, "oauth_pkce_enabled": True},
    )
