"""Which apps of the stores may open links of this portal: a phone asks when it installs one.

Only what lies below /app/ is theirs; pages of the portal open in a browser. The formats are those of Google (Digital
Asset Links, statement list) and Apple (associated domains).
"""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from otklik.web.access import Action, may
from otklik.web.citizen.files import HOUR

_RELATIONS: Final = (
    "delegate_permission/common.handle_all_urls",
    "delegate_permission/common.get_login_creds",
)


@require_safe
@may(Action.READ_PUBLIC)
def android(request: HttpRequest) -> HttpResponse:
    """One statement a package, with all keys that sign it: a store signs with its own."""
    keys: dict[str, list[str]] = {}
    for app in settings.APP_ANDROID:
        package, key = app.split("=")
        keys.setdefault(package, []).append(key)
    return _kept(
        [
            {
                "relation": _RELATIONS,
                "target": {
                    "namespace": "android_app",
                    "package_name": package,
                    "sha256_cert_fingerprints": of_package,
                },
            }
            for package, of_package in keys.items()
        ]
    )


@require_safe
@may(Action.READ_PUBLIC)
def ios(request: HttpRequest) -> HttpResponse:
    """Links, and the passwords that iOS keeps for the portal. Apple wants JSON under a name without an ending."""
    apps: list[str] = settings.APP_IOS
    links = {"details": [{"appIDs": apps, "components": [{"/": "/app/*"}]}]}
    return _kept({"applinks": links, "webcredentials": {"apps": apps}} if apps else {})


def _kept(words: object) -> HttpResponse:
    if not words:
        raise Http404
    return JsonResponse(words, safe=False, headers={"Cache-Control": HOUR})
