"""Sign-in of this first issue: e-mail and password. Accounts proper come with issue 3."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from otklik.people.queries import demo_logins


class SignInForm(AuthenticationForm):
    """E-mails are kept in lower case, so they are looked up so."""

    error_messages = {
        "invalid_login": _("Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз."),
        "inactive": _("Почта или пароль не подходят. Проверьте раскладку и попробуйте ещё раз."),
    }

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class SignIn(views.LoginView):
    template_name = "citizen/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        logins = demo_logins() if settings.DEMO else []
        return super().get_context_data(**kwargs, logins=logins, demo_password=settings.DEMO_PASSWORD)


class SignOut(views.LogoutView):
    http_method_names = ["post"]
