"""The one language of our pages: Jinja2, everything escaped, a missing name is an error."""

from collections.abc import Callable
from functools import cache
from typing import Any

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django_vite.templatetags.django_vite import vite_asset, vite_asset_url

from otklik.appeals import labels
from otklik.appeals.rules import number
from otklik.look import naming
from otklik.look.current import current
from otklik.web import frame
from otklik.web.access import allowed
from otklik.web.caching import is_shared
from otklik.web.desk import nav
from otklik.web.identity import services
from otklik.web.parts.registry import FILTERS, PARTS
from otklik.web.parts.vision_panel.prefs import COOKIE, Vision


def environment(**options: Any) -> jinja2.Environment:
    """Called by Django once a process (settings.TEMPLATES)."""
    made = jinja2.Environment(  # noqa: S701  # Django passes autoescape=True among the options
        **{**options, "undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(PARTS)
    made.globals.update(
        url=url,
        optional_url=frame.optional_url,
        site_header=frame.site_header,
        site_footer=frame.site_footer,
        own_nav=nav.own,
        desk_nav=nav.at,
        allowed=allowed,
        vite_asset=_built(vite_asset),
        vite_asset_url=_built(vite_asset_url),
        portal_name=lazy(naming.portal, str)(),
        portal_lang=lazy(naming.portal_lang, str)(),
        region={"name": lazy(naming.region, str)(), "lang": lazy(naming.region_lang, str)()},
        spoken=number.spoken,
        labels=labels,
        look=current,
        all_languages=settings.LANGUAGES,
        demo=settings.DEMO,
        outside_services=services.offered,
        moderation_hours=settings.MODERATION_HOURS,
    )
    made.filters.update(FILTERS)
    return made


def _built(asks: Callable[..., str]) -> Callable[..., str]:
    """The manifest of a build does not change while the process lives."""
    return asks if settings.DEBUG else cache(asks)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the reader's language and low-vision choices."""
    return {
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "vision": Vision.from_cookie(request.COOKIES.get(COOKIE, "")),
        "messages": _Messages(request),
        "shared": is_shared(request),
    }


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else frame.plain_url(name)


class _Messages:
    """Messages of the request, read only when the page really shows them: reading empties the store."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __iter__(self) -> Any:
        from django.contrib.messages import get_messages

        return iter(get_messages(self.request))


Url = Callable[..., str]
