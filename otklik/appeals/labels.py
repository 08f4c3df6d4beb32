"""What people read for each kind, state, stage and reason. The only place where a code becomes words."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.appeals.lifecycle import (
    Attention,
    CommentReason,
    ComplaintReason,
    ComplaintVerdict,
    Decision,
    Kind,
    Move,
    RefusalReason,
    Stage,
    State,
    WithholdReason,
)
from otklik.appeals.rules.spans import Mark
from otklik.integrations.msed import NoticeKind

KIND: Final[dict[Kind, Promise]] = {
    Kind.PROBLEM: _("Проблема"),
    Kind.PROPOSAL: _("Предложение"),
    Kind.THANKS: _("Благодарность"),
}

KINDS: Final[dict[Kind, Promise]] = {
    Kind.PROBLEM: _("Проблемы"),
    Kind.PROPOSAL: _("Предложения"),
    Kind.THANKS: _("Благодарности"),
}

STATE: Final[dict[State, Promise]] = {
    State.UNCONFIRMED: _("Ждёт подтверждения почты"),
    State.MODERATION: _("На модерации"),
    State.QUESTION: _("Ждёт ответа автора"),
    State.REFUSED: _("Отказано"),
    State.PUBLISHED: _("Опубликовано"),
    State.SENDING: _("Направлено исполнителю"),
    State.REGISTERED: _("В работе"),
    State.ANSWERED: _("Есть ответ"),
    State.RETURNED: _("Возвращено автором"),
    State.CLOSED: _("Закрыто"),
    State.WITHDRAWN: _("Отозвано автором"),
    State.DUPLICATE: _("Объединено с другим"),
}

# The look of the badge: neutral, waiting, active, good, bad.
TONE: Final[dict[State, str]] = {
    State.UNCONFIRMED: "waiting",
    State.MODERATION: "waiting",
    State.QUESTION: "waiting",
    State.REFUSED: "bad",
    State.PUBLISHED: "active",
    State.SENDING: "active",
    State.REGISTERED: "active",
    State.ANSWERED: "good",
    State.RETURNED: "bad",
    State.CLOSED: "neutral",
    State.WITHDRAWN: "neutral",
    State.DUPLICATE: "neutral",
}

STAGE: Final[dict[Stage, Promise]] = {
    Stage.RECEIVED: _("Получено"),
    Stage.MODERATION: _("Модерация"),
    Stage.PUBLISHED: _("Опубликовано"),
    Stage.SENT: _("Отправлено в МСЭД"),
    Stage.IN_WORK: _("В работе"),
    Stage.ANSWERED: _("Ответ опубликован"),
    Stage.RATED: _("Оценка автора"),
    Stage.CLOSED: _("Закрыто"),
}

MOVE: Final[dict[Move, Promise]] = {
    Move.RECEIVE: _("Обращение получено, ему присвоен номер"),
    Move.CONFIRM: _("Почта подтверждена, обращение передано модератору"),
    Move.LAPSE: _("Почта не подтверждена вовремя"),
    Move.CORRECT: _("Модератор уточнил тему или адрес"),
    Move.ASK: _("Модератор задал вопрос автору"),
    Move.REPLY: _("Автор ответил на вопрос"),
    Move.CLARIFY: _("Автор дополнил обращение"),
    Move.EXPIRE: _("Автор не ответил на вопрос в срок"),
    Move.REFUSE: _("Модератор отказал в публикации"),
    Move.PUBLISH: _("Обращение опубликовано"),
    Move.MERGE: _("Объединено с похожим обращением"),
    Move.ASSIGN: _("Назначен исполнитель, обращение отправлено в МСЭД"),
    Move.UNROUTED: _("Исполнителя определяет сотрудник портала"),
    Move.REGISTER: _("Зарегистрировано в МСЭД, исполнитель начал работу"),
    Move.READDRESS: _("Адресат не принял обращение, исполнитель уточняется"),
    Move.PROGRESS: _("Сообщение о ходе рассмотрения"),
    Move.ANSWER: _("Опубликован ответ"),
    Move.RATE: _("Автор оценил ответ"),
    Move.RETURN: _("Автор не согласен: вопрос не решён"),
    Move.ALLOW: _("Модератор подтвердил возврат"),
    Move.RESEND: _("Обращение снова направлено исполнителю"),
    Move.CLOSE: _("Обращение закрыто"),
    Move.FILE: _("Благодарность передана адресату"),
    Move.WITHDRAW: _("Автор отозвал обращение"),
    Move.SPLIT: _("Объединение отменено, обращение рассматривается отдельно"),
    Move.REDACT: _("Модератор изменил, что видно всем"),
    Move.WITHHOLD: _("Модератор убрал обращение с портала"),
    Move.RESTORE: _("Модератор вернул обращение на портал"),
    Move.HAND: _("В органе назначен сотрудник"),
    Move.FORWARD: _("Орган сообщил, что вопрос решает другой исполнитель"),
    Move.EXTEND: _("Срок ответа продлён"),
    Move.RECKON: _("Срок пересчитан"),
    Move.CONTROL: _("Обращение взято на контроль"),
    Move.RELEASE: _("Обращение снято с контроля"),
}

# Of a body that works at its desk here: nothing of МСЭД.
STAGE_AT_DESK: Final[dict[Stage, Promise]] = {**STAGE, Stage.SENT: _("Передано исполнителю")}
MOVE_AT_DESK: Final[dict[Move, Promise]] = {
    **MOVE,
    Move.ASSIGN: _("Назначен исполнитель, обращение передано ему"),
    Move.REGISTER: _("Исполнитель получил обращение и начал работу"),
}

# What МСЭД tells on the way; a detail of Move.PROGRESS.
NOTICE: Final[dict[str, Promise]] = {
    NoticeKind.ACCEPTED: _("Зарегистрирован"),
    NoticeKind.REFUSED: _("Отказано в регистрации"),
    NoticeKind.EXECUTOR_ASSIGNED: _("Назначен исполнитель"),
    NoticeKind.REPORT_PREPARED: _("Доклад подготовлен"),
    NoticeKind.REPORT_SENT: _("Доклад направлен"),
    NoticeKind.COURSE_CHANGED: _("Исполнение"),
    NoticeKind.PUBLISHED: _("Опубликование"),
    NoticeKind.STATE_REGISTERED: _("Государственная регистрация"),
}

DECISION: Final[dict[Decision, Promise]] = {
    Decision.SOLVED: _("Вопрос решён"),
    Decision.EXPLAINED: _("Даны разъяснения"),
    Decision.PLANNED: _("Решение запланировано"),
    Decision.REFUSED: _("Отказано в решении"),
}

# Where an appeal was filed; the codes are models.CHANNELS.
CHANNEL: Final[dict[str, Promise]] = {
    "web": _("Портал"),
    "app": _("Мобильное приложение"),
    "hotline": _("Горячая линия"),
    "import": _("Перенесено из другой системы"),
}

REFUSAL: Final[dict[RefusalReason, Promise]] = {
    RefusalReason.OFF_TOPIC: _("Вопрос не относится к темам портала"),
    RefusalReason.NO_FACTS: _("Нет конкретных сведений, которые можно проверить"),
    RefusalReason.DUPLICATE_ANSWERED: _("На такое обращение уже дан ответ"),
    RefusalReason.DUPLICATE_PENDING: _("Такое обращение уже рассматривается"),
    RefusalReason.UNFOUNDED_ACCUSATION: _("Обвинения без подтверждения"),
    RefusalReason.OBSCENE_OR_INSULT: _("Нецензурные или оскорбительные слова"),
    RefusalReason.THREATS: _("Угрозы"),
    RefusalReason.HATE: _("Разжигание вражды"),
    RefusalReason.PERSONAL_DATA_OF_OTHERS: _("Личные данные других людей"),
    RefusalReason.PHOTO_FACES: _("На фото крупно видны люди"),
    RefusalReason.UNREADABLE: _("Текст или фото невозможно разобрать"),
    RefusalReason.NOT_RUSSIAN: _("Текст не на русском языке"),
    RefusalReason.ADVERT: _("Реклама"),
    RefusalReason.NO_ADDRESS: _("Невозможно понять, где это находится"),
    RefusalReason.EMERGENCY_CALL_112: _("Нужна экстренная помощь: звоните 112"),
    RefusalReason.NO_REPLY: _("Автор не ответил на вопрос модератора"),
    RefusalReason.OTHER: _("Другая причина"),
}

ATTENTION: Final[dict[Attention, Promise]] = {
    Attention.NO_TERRITORY: _("Не определена территория"),
    Attention.OUTSIDE: _("Точка за пределами региона"),
    Attention.NOBODY: _("Нет ответственного за тему на этой территории"),
    Attention.NO_EXCHANGE: _("Исполнитель не подключён к обмену"),
    Attention.WRONG_ADDRESSEE: _("Ошибка адресации: исполнитель не тот"),
    Attention.MSED_REFUSED: _("МСЭД: отказано в регистрации"),
    Attention.MSED_CONFLICT: _("МСЭД: отказ после регистрации"),
    Attention.RETURN_REVIEW: _("Повторный возврат: решает модератор"),
    Attention.FORWARDED: _("Органы передают обращение друг другу: решает контролёр"),
}

# Why a comment is not shown: what its author reads.
COMMENT_REFUSAL: Final[dict[CommentReason, Promise]] = {
    CommentReason.OFF_TOPIC: _("Не об этом обращении"),
    CommentReason.OBSCENE_OR_INSULT: REFUSAL[RefusalReason.OBSCENE_OR_INSULT],
    CommentReason.THREATS: REFUSAL[RefusalReason.THREATS],
    CommentReason.HATE: REFUSAL[RefusalReason.HATE],
    CommentReason.PERSONAL_DATA_OF_OTHERS: REFUSAL[RefusalReason.PERSONAL_DATA_OF_OTHERS],
    CommentReason.ADVERT: REFUSAL[RefusalReason.ADVERT],
    CommentReason.OTHER: REFUSAL[RefusalReason.OTHER],
}

# Why somebody complains about a published appeal, and what came of it.
COMPLAINT: Final[dict[ComplaintReason, Promise]] = {
    ComplaintReason.PERSONAL_DATA: _("Чьи-то личные данные"),
    ComplaintReason.PHOTO: _("Фото: лица людей или то, чего показывать нельзя"),
    ComplaintReason.OBSCENE_OR_INSULT: REFUSAL[RefusalReason.OBSCENE_OR_INSULT],
    ComplaintReason.HATE: REFUSAL[RefusalReason.HATE],
    ComplaintReason.UNTRUE: _("Это неправда"),
    ComplaintReason.ADVERT: REFUSAL[RefusalReason.ADVERT],
    ComplaintReason.OTHER: REFUSAL[RefusalReason.OTHER],
}
COMPLAINT_VERDICT: Final[dict[ComplaintVerdict, Promise]] = {
    ComplaintVerdict.HIDDEN: _("Часть сведений скрыта"),
    ComplaintVerdict.KEPT: _("Обращение оставлено как есть"),
    ComplaintVerdict.WITHHELD: _("Обращение убрано с портала"),
}

# Why a published appeal is taken off the portal: what its author reads.
WITHHOLD: Final[dict[WithholdReason, Promise]] = {
    WithholdReason.PERSONAL_DATA: _("Личные данные по всему тексту"),
    WithholdReason.CHILD: _("Преступление против ребёнка"),
    WithholdReason.COURT: _("Решение суда или другого уполномоченного органа"),
    WithholdReason.OTHER: REFUSAL[RefusalReason.OTHER],
}

# What a moderator sees marked in a text.
MARK: Final[dict[Mark, Promise]] = {
    Mark.PHONE: _("Телефон"),
    Mark.EMAIL: _("Электронная почта"),
    Mark.CARD: _("Банковская карта"),
    Mark.PASSPORT: _("Паспорт"),
    Mark.SNILS: _("СНИЛС"),
    Mark.INN: _("ИНН"),
    Mark.CAR: _("Номер машины"),
    Mark.FLAT: _("Квартира"),
    Mark.NAME: _("Имя человека"),
    Mark.PROFANITY: _("Брань"),
    Mark.BY_HAND: _("Выбрано модератором"),
}
