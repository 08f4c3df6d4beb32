"""ESIA as a provider of allauth's: its own client, because each request is signed for itself."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from otklik.integrations.esia import gateway, wire
from otklik.kit import clock
from otklik.people import names
from otklik.places import addresses
from otklik.places import queries as places
from otklik.web.identity import services
from otklik.web.identity.trouble import Trouble


class EsiaClient(OAuth2Client):  # type: ignore[misc]  # allauth has no types
    def get_redirect_url(self, authorization_url: str, scope: object, extra_params: object) -> str:
        """Raises Trouble: our key does not work."""
        try:
            return gateway.gateway().authorize_url(
                state=str(self.state), redirect_uri=self.callback_url, now=clock.now()
            )
        except gateway.Unavailable as e:
            raise Trouble("unavailable") from e


class EsiaAdapter(OAuth2Adapter):  # type: ignore[misc]
    provider_id = services.ESIA
    client_class = EsiaClient
    authorize_url = access_token_url = ""  # the gateway knows them

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("identity_back", args=[services.ESIA]))

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: EsiaClient, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """The person, and no token: nothing is asked of ESIA later. Raises Trouble."""
        try:
            person = gateway.gateway().person(
                code=request.GET["code"], redirect_uri=client.callback_url, now=clock.now()
            )
        except gateway.Unavailable as e:
            raise Trouble("unavailable") from e
        except gateway.Refused as e:
            raise Trouble("refused", e.code) from e
        except wire.BadAnswer as e:
            raise Trouble("refused", str(e)) from e
        if not person.trusted:
            raise Trouble("unconfirmed")
        return {"access_token": "", "person": person}

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        return self.get_provider().sociallogin_from_response(request, kwargs["response"]["person"])


class EsiaProvider(OAuth2Provider):  # type: ignore[misc]
    id = services.ESIA
    name = "ESIA"  # not shown: `services.titles` has the words
    account_class = ProviderAccount
    oauth2_adapter_class = EsiaAdapter

    def extract_uid(self, data: wire.Person) -> str:
        return data.oid

    def extract_extra_data(self, data: wire.Person) -> dict[str, Any]:
        """Goes to the session; of it only `label` is kept (`people.identity.join`)."""
        firms = [[firm.inn, firm.ogrn, firm.name, firm.post] for firm in data.organisations]
        label = names.whole(given_name=data.given_name, patronymic=data.patronymic, surname=data.surname)
        born_on = data.born_on.isoformat() if data.born_on else ""
        home = _settlement(data.home) if data.home else ""
        return {
            "label": label,
            "phone": _phone(data.mobile),
            "firms": firms,
            "born_on": born_on,
            "home": home,
        }

    def extract_common_fields(self, data: wire.Person) -> dict[str, Any]:
        parts = ("given_name", "patronymic", "surname")
        return {part: getattr(data, part) for part in parts}

    def extract_email_addresses(self, data: wire.Person) -> list[EmailAddress]:
        """ESIA has verified it."""
        email = data.email if len(data.email) <= 254 else ""
        return [EmailAddress(email=email, verified=True, primary=True)] if email else []


def _settlement(home: wire.Home) -> str:
    """Code of the settlement in our register; the rest of the address goes no further. "" where it is not sure."""
    for code in home.codes:
        if found := places.settlement_by_code(code):
            return found.code
    if not home.place or not addresses.same_region(home.region, settings.REGION_NAME):
        return ""
    called = places.settlements_called(home.place)
    return called[0].code if len(called) == 1 else ""


def _phone(said: str) -> str:
    try:
        return names.phone(said)
    except ValidationError:
        return ""
