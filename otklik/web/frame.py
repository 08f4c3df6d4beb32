"""The header and the footer of the pages, made once a language and kept in the process: they would be two thirds of
what a page costs.
"""

from functools import lru_cache
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from otklik.look.current import current

# Where the header differs from reader to reader.
_HERE, _OWN, _WAITING = "@@here@@", "@@own@@", "@@waiting@@"
_SECTIONS: Final = (
    ("list", _("Обращения")),
    ("map", _("Карта")),
    ("statistics", _("Статистика")),
    ("polls", _("Опросы")),
    ("reference", _("Справки")),
    ("business", _("Бизнесу")),
    ("cadastre", _("Земля и кадастр")),
)


@lru_cache(maxsize=1000)
def plain_url(name: str) -> str:
    """Address of a page without values in it. Raises NoReverseMatch."""
    return reverse(name)


@lru_cache(maxsize=100)
def optional_url(name: str) -> str:
    """Address of a page that not every portal has; "" where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def nav() -> list[tuple[str, str]]:
    """Sections of the portal as (address, words), the same for everybody: those that this portal has."""
    return [(address, str(words)) for name, words in _SECTIONS if (address := optional_url(name))]


def section_of(path: str) -> tuple[str, str] | None:
    """The section that the address lies below, as in `nav`."""
    return next((section for section in nav() if path.startswith(f"{section[0]}/")), None)


def site_header(request: HttpRequest, *, shared: bool, own: Markup) -> Markup:
    """own: links of the person who reads; on a shared page an island fills the empty place."""
    marks = tuple(_mark(request.path, optional_url(name)) for name, _words in _SECTIONS if optional_url(name))
    html = _header(_language(), marks, current().stamp)
    html = html.replace(_OWN, _place("div", "own") if shared else f'<div class="own">{own}</div>')
    html = html.replace(_WAITING, _place("span", "waiting") if shared else "")
    # Last: what somebody wrote into the address is no place of ours.
    return Markup(html.replace(_HERE, escape(request.get_full_path())))  # noqa: S704  # made of escaped pieces


def site_footer() -> Markup:
    return _footer(_language(), current().stamp)


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _mark(path: str, address: str) -> str:
    """Value of aria-current: this very page, one of the section, or neither."""
    return "page" if path == address else "true" if path.startswith(address) else ""


def _place(tag: str, part: str) -> str:
    """Empty, for what belongs to the person; see frontend/src/islands/personal.ts."""
    return f'<{tag} class="{part}" data-island="personal" data-url="{plain_url("me")}" data-part="{part}"></{tag}>'


@lru_cache(maxsize=100)
def _header(language: str, marks: tuple[str, ...], look: str) -> str:
    """look: stamp of the one that it is made by; another one makes another header."""
    sections = [(*section, mark) for section, mark in zip(nav(), marks, strict=True)]
    return _rendered(
        "head.html", language=language, sections=sections, here=_HERE, own=_OWN, waiting=_WAITING
    )


@lru_cache(maxsize=10)
def _footer(language: str, look: str) -> Markup:
    return Markup(_rendered("foot.html", language=language, sections=nav()))  # noqa: S704


def _rendered(template: str, **context: object) -> str:
    made: str = cast(Jinja2, engines["jinja2"]).env.get_template(template).render(context)
    return made
