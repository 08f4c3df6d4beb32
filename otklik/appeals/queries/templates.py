"""Ready words as desks offer them: to be changed before they go. Edited by administrators at /staff/words."""

from otklik.appeals import ready


def refusal_text(code: str, language: str = "ru") -> str:
    """Words for a refusal of this reason; "" where there are none: the moderator writes them."""
    words = ready.one(ready.REFUSAL, code, language)
    return words.text if words else ""


def reasons(language: str = "ru") -> list[tuple[str, str]]:
    """(code, words) of the reasons that a moderator may give, without those that are switched off."""
    found = ready.every(ready.REFUSAL, language)
    return [(one.code, one.title) for one in found if one.active and one.code not in ready.NOT_BY_HAND]


def questions(language: str = "ru") -> list[tuple[str, str, str]]:
    """(code, what it asks about, its words), in the order in which they are offered."""
    return [(one.code, one.title, one.text) for one in ready.every(ready.QUESTION, language) if one.active]


def question_text(code: str, language: str = "ru") -> str:
    """ "" for a code that stands for nothing."""
    return {known: words for known, _title, words in questions(language)}.get(code, "")


def answers(language: str = "ru") -> list[tuple[str, str, str]]:
    """(code, name, words) of the answers common to all bodies, in the order in which they are offered."""
    return [(one.code, one.title, one.text) for one in ready.every(ready.ANSWER, language) if one.active]
