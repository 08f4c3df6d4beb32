"""What stands between a right password and being signed in, where allauth's own way would load too much."""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.internal.constants import LoginStageKey
from allauth.mfa.utils import is_mfa_enabled

from otklik.people.models import SECOND_STEPS


class SecondStep(LoginStage):  # type: ignore[misc]  # allauth has no types
    """allauth's stage, loaded for those who have a second step: with it come passkeys, 11 MB of cryptography."""

    key = LoginStageKey.MFA_AUTHENTICATE.value
    urlname = "mfa_authenticate"

    def handle(self) -> Any:
        if self.login.user is None or not is_mfa_enabled(self.login.user, SECOND_STEPS):
            return None, True
        from allauth.mfa.stages import AuthenticateStage

        return AuthenticateStage(self.controller, self.request, self.login).handle()
