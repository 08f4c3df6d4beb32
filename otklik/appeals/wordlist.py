"""The list of words that are marked in the texts that moderators read. An administrator keeps it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.appeals.models import Word
from otklik.appeals.queries import words
from otklik.appeals.rules import profanity
from otklik.kit.errors import Refusal
from otklik.people.models import User

LONGEST: Final = 60  # characters
MOST: Final = 1000  # words: each text is compared with all of them
SHORTEST_BEGINNING: Final = 3


class BadWord(Refusal):
    """Nothing to look for, too long, or a beginning that would mark half of the language."""

    code = "bad_word"
    status = 422


@transaction.atomic
def add(*, typed: str, is_beginning: bool, by: User | None, now: datetime) -> bool:
    """A word of the list, or how it is meant when it stands there; False: it is so already. Raises BadWord."""
    text = " ".join(typed.split())
    folded = profanity.folded(text)
    if not folded or " " in text or not folded.isalpha():
        raise BadWord(_("Напишите одно слово буквами, без пробелов."))
    if len(text) > LONGEST:
        raise BadWord(_("Слово длиннее %(n)d знаков.") % {"n": LONGEST})
    if is_beginning and len(folded) < SHORTEST_BEGINNING:
        raise BadWord(_("Начало слова короче %(n)d букв отметит слишком много.") % {"n": SHORTEST_BEGINNING})
    there = Word.objects.filter(folded=folded).first()
    if there and (there.text, there.is_beginning) == (text, is_beginning):
        return False
    if there is None and len(Word.objects.values_list("pk", flat=True)[:MOST]) >= MOST:
        raise BadWord(_("В списке уже %(n)d слов. Удалите лишние.") % {"n": MOST})
    Word.objects.update_or_create(
        folded=folded, defaults={"text": text, "is_beginning": is_beginning, "by": by, "at": now}
    )
    words.listed.answers.clear()
    return True


def drop(*, word_id: int) -> None:
    """A repeat changes nothing."""
    Word.objects.filter(pk=word_id).delete()
    words.listed.answers.clear()
