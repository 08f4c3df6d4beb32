"""Ready words that a moderator sends to an author, to be changed before they go: of refusals and of questions."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals.lifecycle import RefusalReason

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


def refusal_text(code: str) -> str:
    """Words for a refusal of this reason; "" where there are none: the moderator writes them."""
    known = [reason for reason in _REFUSALS if reason.value == code]
    return str(_REFUSALS[known[0]]) if known else ""


def questions() -> list[tuple[str, str, str]]:
    """(code, what it asks about, its words), in the order in which they are offered."""
    return [(code, str(title), str(words)) for code, (title, words) in _QUESTIONS.items()]


def question_text(code: str) -> str:
    """ "" for a code that stands for nothing."""
    return {known: words for known, _title, words in questions()}.get(code, "")
