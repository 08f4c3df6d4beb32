"""Ready words to people, which administrators edit: why something is refused, questions to authors, answers of bodies.

Those of the release stand here; rows of `ReadyWords` go before them, the newest version of each. Kept for some seconds
in the process, so a page asks nothing for them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals import labels
from otklik.appeals.lifecycle import RefusalReason
from otklik.appeals.models import ReadyWords
from otklik.kit.kept import kept

SECONDS: Final = 5.0
REFUSAL, QUESTION, ANSWER = "refusal", "question", "answer"
KINDS: Final = (REFUSAL, QUESTION, ANSWER)
# Set by the clock, never by a person: it has a name and no template.
NOT_BY_HAND: Final = frozenset({RefusalReason.NO_REPLY.value})

_REFUSALS: Final[dict[RefusalReason, Promise]] = {
    RefusalReason.OFF_TOPIC: _(
        "Этот вопрос не относится к темам портала. Список тем есть на странице подачи обращения. "
        "По другим вопросам можно написать в орган власти напрямую."
    ),
    RefusalReason.NO_FACTS: _(
        "В обращении нет сведений, которые можно проверить. Подайте его ещё раз: напишите, что произошло, где и когда, "
        "и приложите фото."
    ),
    RefusalReason.DUPLICATE_ANSWERED: _(
        "На такое же обращение уже дан ответ, он опубликован на портале. Если проблема осталась или появилась снова, "
        "подайте обращение ещё раз и напишите, что изменилось после ответа."
    ),
    RefusalReason.DUPLICATE_PENDING: _(
        "О той же проблеме уже сообщили, обращение рассматривается. Вы можете поддержать его "
        "и следить за ответом на портале."
    ),
    RefusalReason.UNFOUNDED_ACCUSATION: _(
        "В обращении есть обвинения, которые ничем не подтверждены. Опишите факты: что, где и когда произошло. "
        "О преступлении сообщите в полицию."
    ),
    RefusalReason.OBSCENE_OR_INSULT: _(
        "В тексте есть нецензурные или оскорбительные слова. Подайте обращение ещё раз без них, и мы его рассмотрим."
    ),
    RefusalReason.THREATS: _(
        "В тексте есть угрозы. Такие обращения портал не публикует. Подайте обращение ещё раз без угроз."
    ),
    RefusalReason.HATE: _(
        "В тексте есть слова, которые разжигают вражду. Такие обращения портал не публикует."
    ),
    RefusalReason.PERSONAL_DATA_OF_OTHERS: _(
        "В обращении есть личные данные других людей: имена, телефоны, адреса квартир. Подайте его ещё раз без них."
    ),
    RefusalReason.PHOTO_FACES: _(
        "На фото крупно видны люди, без их согласия его нельзя опубликовать. Подайте обращение ещё раз с другим фото "
        "или без фото."
    ),
    RefusalReason.UNREADABLE: _(
        "Не удалось разобрать текст или фото. Подайте обращение ещё раз: опишите вопрос подробнее, "
        "приложите чёткое фото."
    ),
    RefusalReason.NOT_RUSSIAN: _(
        "Обращение написано не на русском языке. Подайте его ещё раз на русском языке."
    ),
    RefusalReason.ADVERT: _(
        "Портал не публикует рекламу и объявления. Если у вас есть вопрос к органам власти, подайте его без рекламы."
    ),
    RefusalReason.NO_ADDRESS: _(
        "Непонятно, где это находится. Подайте обращение ещё раз: укажите населённый пункт, улицу и дом "
        "или отметьте место на карте."
    ),
    RefusalReason.EMERGENCY_CALL_112: _(
        "Если есть угроза жизни или здоровью, позвоните по номеру 112: портал рассматривает обращения не сразу."
    ),
}

_QUESTIONS: Final[dict[str, tuple[Promise, Promise]]] = {
    "where": (
        _("Где это находится"),
        _("Уточните, пожалуйста, где это находится: населённый пункт, улица, номер дома или что рядом."),
    ),
    "what": (
        _("Что произошло"),
        _("Опишите, пожалуйста, подробнее: что произошло, когда и как давно это продолжается."),
    ),
    "photo": (
        _("Просьба о фото"),
        _(
            "Приложите, пожалуйста, фото: по нему исполнитель быстрее найдёт место и поймёт, что нужно сделать."
        ),
    ),
}

_ANSWERS: Final[dict[str, tuple[Promise, Promise]]] = {
    "done": (
        _("Работы выполнены"),
        _("Ваше обращение рассмотрено. Работы выполнены, результат виден на приложенных фотографиях."),
    ),
    "planned": (
        _("Работы запланированы"),
        _("Ваше обращение рассмотрено. Работы запланированы, срок: "),
    ),
    "explained": (
        _("Разъяснение"),
        _("Ваше обращение рассмотрено. Разъясняем следующее: "),
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    kind: str
    code: str
    title: str  # what the author or the official reads in a list
    text: str
    active: bool = True
    order: int = 0
    version: int = 0  # 0: those of the release


@kept(SECONDS)
def edited() -> Mapping[tuple[str, str, str], Words]:
    """What administrators changed, by kind, code and language. One statement."""
    return newest()


def newest() -> dict[tuple[str, str, str], Words]:
    """The same, asked now."""
    rows = ReadyWords.objects.order_by("kind", "code", "language", "-version")
    return {
        (row.kind, row.code, row.language): Words(
            row.kind, row.code, row.title, row.text, row.active, row.order, row.version
        )
        for row in rows.distinct("kind", "code", "language")
        if not row.of_release
    }


def of_release(kind: str, language: str) -> dict[str, Words]:
    """By code, in their order."""
    with translation.override(language):
        if kind == REFUSAL:
            pairs = {
                reason.value: (str(words), str(_REFUSALS.get(reason, "")))
                for reason, words in labels.REFUSAL.items()
            }
        else:
            known = {QUESTION: _QUESTIONS, ANSWER: _ANSWERS}.get(kind, {})
            pairs = {code: (str(title), str(text)) for code, (title, text) in known.items()}
    return {code: Words(kind, code, *said, order=n * 10) for n, (code, said) in enumerate(pairs.items(), 1)}


def every(
    kind: str, language: str, changed: Mapping[tuple[str, str, str], Words] | None = None
) -> list[Words]:
    """All of a kind in a language, those that are switched off too, in order.

    Words that were only written in Russian stand in for another language. changed: see `newest`.
    """
    rows = edited() if changed is None else changed
    found = of_release(kind, language)
    for wanted in ("ru", language) if language != "ru" else ("ru",):
        for (of, code, said_in), words in rows.items():
            own = said_in == language or code not in of_release(kind, "ru")
            if of == kind and said_in == wanted and own:
                found[code] = words
    off = {code for (of, code, _said_in), words in rows.items() if of == kind and not words.active}
    rest = [words if words.code not in off else _switched_off(words) for words in found.values()]
    return sorted(rest, key=lambda words: (words.order, words.code))


def _switched_off(words: Words) -> Words:
    """In one language is in all."""
    return Words(words.kind, words.code, words.title, words.text, False, words.order, words.version)


def one(kind: str, code: str, language: str) -> Words | None:
    return next((words for words in every(kind, language) if words.code == code), None)


def refusal_title(reason: str, language: str = "") -> str:
    """The reason as its reader sees it, in the present language unless another is named. Never empty."""
    words = one(REFUSAL, reason, language or translation.get_language() or "ru")
    return words.title if words else str(labels.REFUSAL[RefusalReason.OTHER])
