"""Works in words: on pages, in letters, for programs."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

TITLES: Final[dict[str, Promise]] = {
    "light": gettext_lazy("Отключение электричества"),
    "hot": gettext_lazy("Отключение горячей воды"),
    "cold": gettext_lazy("Отключение холодной воды"),
    "gas": gettext_lazy("Отключение газа"),
    "heat": gettext_lazy("Отключение отопления"),
    "road": gettext_lazy("Работы на дороге"),
    "lift": gettext_lazy("Лифт не работает"),
    "telecom": gettext_lazy("Отключение связи и интернета"),
    "other": gettext_lazy("Работы"),
}


def in_each(words: Callable[[], str]) -> dict[str, str]:
    """{language: what `words` says in it}, for a letter whose reader's language is known only when it is sent."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = words()
    return said


def head(kind: str, news: str, starts: str, *, emergency: bool) -> str:
    """Subject of a letter. news: published, moved, cancelled. starts: as it is read."""
    title = str(TITLES[kind])
    if news == "cancelled":
        return _("Отменено: %(title)s") % {"title": f"{title[0].lower()}{title[1:]}"}
    if news == "moved":
        return _("%(title)s: время изменилось") % {"title": title}
    begins = _("%(title)s с %(starts)s") % {"title": title, "starts": starts}
    return _("Авария. %(begins)s") % {"begins": begins} if emergency else begins
