"""Any OpenID Connect server, by allauth's provider made stricter: signatures are checked, shapes are not trusted."""

from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from otklik.web.identity.trouble import Trouble, told

NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class OidcAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    @property
    def openid_config(self) -> dict[str, Any]:
        """Raises Trouble."""
        with told():
            found: dict[str, Any] = super().openid_config
            if not all(isinstance(found[name], str) for name in NEEDED):
                raise Trouble("refused")
        if found["issuer"].rstrip("/") != self.get_provider().app.settings["server_url"]:
            raise Trouble("refused", "issuer")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("identity_back", args=[self.provider_id]))

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with told():
            found: dict[str, Any] = super().get_access_token_data(*args, **kwargs)
        # allauth would not look at the signature of a token that came straight from the server.
        self.did_fetch_access_token = False
        return found

    def complete_login(self, *args: Any, **kwargs: Any) -> SocialLogin:
        with told():
            return super().complete_login(*args, **kwargs)


class OidcProvider(OpenIDConnectProvider):  # type: ignore[misc]
    account_class = ProviderAccount
    oauth2_adapter_class = OidcAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Both answers speak of the same person (OpenID Connect Core 5.3.2). Raises Trouble."""
        subject = data["id_token"]["sub"]
        if not isinstance(subject, str) or data["userinfo"].get("sub") != subject:
            raise Trouble("refused", "sub")
        return subject

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Goes to the session and, without `second_factor`, to the database: nothing more than is used."""
        said = _words(data["userinfo"])
        amr = data["id_token"].get("amr")
        told = [data["id_token"].get("acr"), *(amr if isinstance(amr, list) else [])]
        return {
            "label": said.get("preferred_username") or said.get("email") or said.get("name") or "",
            "second_factor": [word for word in told if isinstance(word, str)],
        }

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        said = _words(data["userinfo"])
        return {
            "given_name": said.get("given_name"),
            "patronymic": said.get("middle_name"),
            "surname": said.get("family_name"),
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        email = _words(data["userinfo"]).get("email", "")
        verified = data["userinfo"].get("email_verified") is True
        return [EmailAddress(email=email, verified=verified, primary=True)] if 0 < len(email) <= 254 else []


def _words(said: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in said.items() if isinstance(value, str) and "\0" not in value}
