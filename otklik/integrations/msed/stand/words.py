"""What the stand's officials say: decisions, texts, people. All invented."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from otklik.integrations.msed.stand.card import Card
from otklik.integrations.msed.wire import REFUSAL_REASONS

_OFFICIALS: Final = (
    ("Берендеев А. П.", "Заместитель главы администрации"),
    ("Снегурова В. И.", "Начальник управления благоустройства"),
    ("Ветродуев К. С.", "Начальник отдела дорожного хозяйства"),
    ("Родникова Е. Л.", "Начальник управления жилищного хозяйства"),
    ("Полянский Г. М.", "Руководитель аппарата администрации"),
    ("Заречная Т. О.", "Консультант отдела обращений граждан"),
)
_SOLVED: Final = (
    "По вашему обращению специалисты выехали на место. Недостатки устранены {done}, работы приняты.",
    "Подрядная организация выполнила работы {done}. Качество проверено, замечаний нет. "
    "Гарантия на выполненные работы составляет один год.",
    "Факты, изложенные в обращении, подтвердились. Аварийная бригада завершила ремонт {done}. "
    "Благодарим за внимание к состоянию территории.",
    "Заявка исполнена {done}. Управляющей организации указано на необходимость регулярного осмотра объекта.",
)
_EXPLAINED: Final = (
    "Сообщаем, что указанные работы ведутся по утверждённому графику. Ознакомиться с ним можно на сайте "
    "администрации и на информационных стендах.",
    "По результатам проверки нарушений не выявлено. Порядок начисления и содержания разъяснён; подробный "
    "расчёт вы можете получить в часы приёма.",
    "Вопрос относится к ведению собственников помещений и решается общим собранием. Порядок его проведения "
    "установлен статьями 44–48 Жилищного кодекса Российской Федерации.",
)
_PLANNED: Final = (
    "Объект обследован. Работы включены в план, срок их выполнения указан выше. Финансирование предусмотрено "
    "в бюджете муниципального образования.",
    "Замена оборудования требует поставки комплектующих. После поставки работы будут выполнены в указанный "
    "срок; ход работ на контроле администрации.",
    "Ремонт возможен при устойчивой положительной температуре и запланирован на указанный срок.",
)
_DENIED: Final = (
    "Выполнить просьбу не представляется возможным: участок находится в частной собственности, органы "
    "местного самоуправления работ на нём не ведут.",
    "Установка объекта по указанному адресу противоречит действующим нормам: расстояние до охранной зоны "
    "инженерных сетей меньше допустимого.",
)
_COURSES: Final = (
    "Обращение передано исполнителю, назначен выезд на место.",
    "Проведён осмотр, составлен акт. Готовится заявка подрядной организации.",
    "Запрошены сведения у управляющей организации.",
)
_OTHER_REASONS: Final = tuple(reason for reason in REFUSAL_REASONS if reason != "Ошибка адресации")


@dataclass(frozen=True, slots=True)
class Answer:
    summary: str  # the line of the decision, then the text: goes into the annotation
    text: str
    decision: str
    signatory: tuple[str, str]  # name and post
    with_photo: bool


def answer(card: Card, luck: Random, today: date) -> Answer:
    kinds = ("решено", "разъяснено", "запланировано", "отказано")
    kind = luck.choices(kinds, weights=(58, 18, 16, 8))[0]
    texts = dict(zip(kinds, (_SOLVED, _EXPLAINED, _PLANNED, _DENIED), strict=True))[kind]
    decision = kind
    if kind == "запланировано":
        decision += f" до {today + timedelta(days=luck.randrange(30, 180)):%d.%m.%Y}"
    body = luck.choice(texts).format(done=f"{today:%d.%m.%Y}")
    text = f"Ваше обращение № {card.number} от {card.day:%d.%m.%Y} рассмотрено. {body}"
    return Answer(
        summary=f"Решение: {decision}\n{text}",
        text=text,
        decision=decision,
        signatory=luck.choice(_OFFICIALS),
        with_photo=kind == "решено" and luck.random() < 0.4,
    )


def official(luck: Random) -> str:
    return luck.choice(_OFFICIALS)[0]


def course(luck: Random) -> str:
    return luck.choice(_COURSES)


def other_reason(luck: Random) -> str:
    return luck.choice(_OTHER_REASONS)
