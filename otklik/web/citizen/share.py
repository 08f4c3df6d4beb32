"""What the page of an appeal says to other sites: links that share it, Open Graph, schema.org.

No script of a stranger is loaded: the links lead to pages of VK and Telegram, and nobody learns who read this one.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from otklik.appeals import labels
from otklik.appeals.queries.card import ENDED, Card, Said
from otklik.appeals.rules import number as numbers
from otklik.look import naming

DESCRIPTION = 200  # characters that search engines and messengers show


@dataclass(frozen=True, slots=True)
class Shared:
    address: str  # absolute; of the appeal that carries on, for one that was merged
    title: str
    description: str
    picture: str  # absolute; "" where there is nothing to show
    vk: str
    telegram: str
    indexed: bool


def shared(card: Card) -> Shared:
    number = card.original if card.original_shown else card.number
    address = whole(reverse("appeal", args=[number]))
    title = f"{card.topic}, {card.address}" if card.address else card.topic
    ended = card.state in ENDED
    return Shared(
        address=address,
        title=title,
        description=_description(card),
        picture="" if ended else whole(reverse("appeal-picture", args=[card.number])),
        vk=f"https://vk.com/share.php?{urlencode({'url': address, 'title': title})}",
        telegram=f"https://t.me/share/url?{urlencode({'url': address, 'text': title})}",
        # A merged appeal names the other as the one to be found; of a withdrawn one nothing is to be found.
        indexed=not ended or card.original_shown,
    )


def structured(card: Card, said: list[Said]) -> Markup:
    """JSON-LD for search engines: a post of a citizen, the authority's answers among its comments."""
    address = whole(reverse("appeal", args=[card.number]))
    place: dict[str, Any] = {"@type": "Place", "name": card.address, "address": card.address}
    if card.lon is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": card.lat, "longitude": card.lon}
    answers = [
        _comment(answer.text, answer.received_at.isoformat(), "GovernmentOrganization", card.authority)
        for answer in card.answers
    ]
    comments = [_comment(one.text, one.at.isoformat(), "Person", one.author or _("Житель")) for one in said]
    found = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "@id": address,
        "url": address,
        "identifier": numbers.spoken(card.number),
        "headline": card.topic,
        "articleSection": card.category,
        "keywords": str(labels.KIND[card.kind]),
        "text": card.text,
        "inLanguage": "ru",
        "datePublished": card.published_at.isoformat() if card.published_at else None,
        "author": {"@type": "Person", "name": card.organisation or card.author_shown or _("Житель")},
        "publisher": {"@type": "Organization", "name": naming.portal(), "url": whole(reverse("home"))},
        "image": [whole(reverse("photo", args=[photo, "full"])) for photo in card.photos],
        "contentLocation": place,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": card.supporters,
        },
        "comment": answers + comments,
    }
    # Inside <script> only «<» could end the block.
    return Markup(json.dumps(found, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


def whole(path: str) -> str:
    """The address of a page of ours for somebody elsewhere."""
    return f"{settings.BASE_URL}{path}"


def _comment(text: str, at: str, kind: str, author: str) -> dict[str, Any]:
    return {
        "@type": "Comment",
        "text": text,
        "datePublished": at,
        "author": {"@type": kind, "name": author},
    }


def _description(card: Card) -> str:
    """The first words of the text; of what is not read any more only what happened to it."""
    if card.state in ENDED:
        return f"{card.topic}. {labels.STATE[card.state]}."
    words = " ".join(card.text.split())
    return words if len(words) <= DESCRIPTION else f"{words[:DESCRIPTION].rpartition(' ')[0]}…"
