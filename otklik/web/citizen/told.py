"""Letters and notifications in the author's words: what was told, when, and whether it arrived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.appeals.queries.mine import Letter
from otklik.outbox import stores
from otklik.outbox.models import Message

# Kinds of letters about an appeal; the templates are appeals/templates/letters.
WHAT: Final[dict[str, Promise]] = {
    "confirmation": gettext_lazy("Ссылка для подтверждения почты"),
    "received": gettext_lazy("Обращение принято"),
    "refused": gettext_lazy("Отказ в публикации"),
    "question": gettext_lazy("Вопрос модератора"),
    "merged": gettext_lazy("Объединение с похожим обращением"),
    "published": gettext_lazy("Обращение опубликовано"),
    "sent": gettext_lazy("Обращение у исполнителя"),
    "answered": gettext_lazy("Получен ответ"),
    "returned": gettext_lazy("Возврат в работу"),
    "closed": gettext_lazy("Обращение закрыто"),
}
BY: Final[dict[str, Promise]] = {
    Message.Channel.EMAIL: gettext_lazy("письмо"),
    Message.Channel.PUSH: gettext_lazy("уведомление в браузере"),
    Message.Channel.SMS: gettext_lazy("СМС"),
    **dict.fromkeys(stores.CHANNELS, gettext_lazy("уведомление в приложении")),
}
HOW: Final[dict[str, Promise]] = {
    Message.State.WAITING: gettext_lazy("ждёт отправки"),
    Message.State.HELD: gettext_lazy("войдёт в письмо за день"),
    Message.State.SENT: gettext_lazy("отправлено"),
    Message.State.FAILED: gettext_lazy("не доставлено: проверьте адрес"),
    Message.State.DROPPED: gettext_lazy("отменено: повод отпал"),
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    what: str
    to: str  # "" where the address says nothing to a person
    how: str
    at: datetime
    failed: bool


def letter_row(letter: Letter) -> LetterRow:
    by_email = letter.channel == Message.Channel.EMAIL
    return LetterRow(
        what=str(WHAT.get(letter.kind, _("Сообщение портала"))),
        to=f"{BY[letter.channel]}, {letter.to}" if by_email else str(BY[letter.channel]),
        how=str(HOW[letter.state]),
        at=letter.sent_at or letter.created_at,
        failed=letter.state == Message.State.FAILED,
    )
