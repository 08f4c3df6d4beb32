"""The app as Vite built it (mobile/dist), dressed in the look of the region."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from django.conf import settings
from django.urls import reverse
from markupsafe import escape

from otklik.look import naming
from otklik.look.current import ACCENT, Look

_END: Final = "</head>"  # behind the app's own styles: of equals the last one counts
_TITLE: Final = "<title>Otklik</title>"
_COLOUR: Final = f'content="{ACCENT}"'
_STAMP: Final = b"__OTKLIK_STAMP__"


def shell(look: Look) -> bytes:
    """The page that every screen of the app begins with. The same for everybody: the app itself knows the language."""
    return _shell(look.accent, look.emblem, look.stamp, naming.portal("ru"))


def worker(look: Look) -> bytes:
    """Another file after another build and after another look of the region: browsers then take the new one."""
    built = _file("sw.js")
    stamp = blake2b(built + shell(look), digest_size=8).hexdigest()
    return built.replace(_STAMP, stamp.encode())


@lru_cache(maxsize=4)
def _shell(accent: str, emblem: str, stamp: str, portal: str) -> bytes:
    """stamp: part of the key, since icons follow it."""
    page = _file("index.html").decode()
    return (
        page.replace(_TITLE, f"<title>{escape(portal)}</title>")
        .replace(_COLOUR, f'content="{accent}"')
        .replace(_END, "\n".join([*_links(accent, emblem), _END]))
        .encode()
    )


def _links(accent: str, emblem: str) -> list[str]:
    icon = reverse("app-icon", args=["any", 192])
    made = [
        f'<link rel="manifest" href="{reverse("app-manifest")}">',
        f'<link rel="icon" href="{reverse("emblem", args=[emblem]) if emblem else icon}">',
        f'<link rel="apple-touch-icon" href="{reverse("app-icon", args=["maskable", 192])}">',
    ]
    if accent != ACCENT:
        made.append(f'<link rel="stylesheet" href="{reverse("look-css", args=[accent[1:], "all"])}">')
    return made


@lru_cache(maxsize=4)
def _file(name: str) -> bytes:
    """Of a build that does not change while the process lives."""
    return (Path(settings.APP_BUILT) / name).read_bytes()
