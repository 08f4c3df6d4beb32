"""The panel «Версия для слабовидящих»: four groups of radio buttons inside the page's own form."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from otklik.web.parts.render import part
from otklik.web.parts.vision_panel.prefs import Vision

GROUPS: Final[dict[str, tuple[Promise, dict[str, Promise]]]] = {
    "size": (
        _("Размер текста"),
        {"100": _("Обычный"), "150": _("Крупный"), "200": _("Очень крупный")},
    ),
    "scheme": (
        _("Цвета"),
        {
            "usual": _("Как на устройстве"),
            "light": _("Светлые"),
            "dark": _("Тёмные"),
            "white": _("Чёрным по белому"),
            "black": _("Белым по чёрному"),
            "blue": _("Тёмно-синим по голубому"),
        },
    ),
    "images": (_("Изображения"), {"on": _("Показывать"), "off": _("Заменять текстом")}),
    "spacing": (_("Промежутки между буквами и строками"), {"normal": _("Обычные"), "wide": _("Широкие")}),
}


def vision_panel(prefs: Vision) -> Markup:
    """Fields only: the page brings the <form>, its token and its button."""
    return part("vision_panel", groups=GROUPS, prefs=prefs)
