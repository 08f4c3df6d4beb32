"""A poll's words in the language of the reader."""

from collections.abc import Mapping, Sequence

from django.utils.translation import get_language


def spoken(languages: Sequence[str]) -> str:
    """In which of the poll's languages it is shown: the reader's, else its first one."""
    wanted = get_language() or ""
    return wanted if wanted in languages else next(iter(languages), "ru")


def said(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """The text in that language; where it was left out, in the first one, which has all."""
    return texts.get(spoken(languages)) or texts.get(next(iter(languages), "ru"), "")
