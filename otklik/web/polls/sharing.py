"""What a poll's page says to other sites: Open Graph, links that share it, the snippet that shows it there."""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.polls.asking import Poll
from otklik.web.citizen.poster import Words
from otklik.web.citizen.share import DESCRIPTION, Shared, whole
from otklik.web.polls import wording
from otklik.web.polls.tongue import said

FRAME = 360  # pixels: height of the snippet's frame


def shared(poll: Poll) -> Shared:
    address, title = whole(reverse("poll", args=[poll.code])), said(poll.title, poll.languages)
    words = " ".join(said(poll.about, poll.languages).split()) or title
    return Shared(
        address=address,
        title=title,
        description=words if len(words) <= DESCRIPTION else f"{words[:DESCRIPTION].rpartition(' ')[0]}…",
        picture=whole(reverse("poll-og", args=[poll.code])),
        vk=f"https://vk.com/share.php?{urlencode({'url': address, 'title': title})}",
        telegram=f"https://t.me/share/url?{urlencode({'url': address, 'text': title})}",
        indexed=True,
    )


def snippet(poll: Poll) -> str:
    """HTML to copy into another site."""
    frame = Markup('<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>')
    return str(
        frame.format(whole(reverse("poll-embed", args=[poll.code])), said(poll.title, poll.languages), FRAME)
    )


def poster(poll: Poll, now: datetime) -> Words:
    """In the portal's language whoever asks: the picture is kept for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        at = wording.phase(poll, now)
        foot = f"{wording.badge(at).label}   ·   {wording.when(poll, at)}"
        return (_("Опрос"), said(poll.title, poll.languages), wording.whom(poll, most=1), foot)
