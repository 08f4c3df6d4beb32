"""The kinds of values that several endpoints share, and what each name means: one name means one thing everywhere."""

from typing import Annotated, Final, Literal

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

Lat = Annotated[float, Meta(ge=-90, le=90)]
Lon = Annotated[float, Meta(ge=-180, le=180)]
Code = Annotated[str, Meta(max_length=64)]
Sort = Literal["date", "heat", "category"]


def page_of(number: str) -> str:
    """Where people read the appeal."""
    return settings.BASE_URL + reverse("appeal", args=[number])


ABOUT: Final[dict[str, Promise]] = {
    "address": _("Адрес"),
    "addresses": _("Улицы или дома"),
    "answer_by": _("Последний день ответа"),
    "answer_days": _("Дней на ответ; в статистике: обычный срок ответа за год"),
    "answered": _("Есть ответ; в статистике: сколько обращений с ответом"),
    "answers": _("Ответы, новые первыми"),
    "answers_to_questions": _("Ответы автора на вопросы темы: в запросе по коду вопроса, в ответе парами"),
    "appeals": _("Обращения"),
    "area": _("Код ОКТМО муниципалитета"),
    "at": _("Когда"),
    "author": _("Имя, если автор его показывает"),
    "authority": _("Исполнитель: код в запросе, название в ответе; null, если не назначен"),
    "authority_phone": _("Телефон исполнителя"),
    "categories": _("Категории в порядке показа"),
    "category": _("Категория: код в запросе, название в ответе"),
    "choices": _("Из чего выбирать"),
    "closed_at": _("Когда закрыто"),
    "code": _("Код, который не меняется"),
    "complete": _("Ближе ничего не пропущено"),
    "consent": _("Согласие на обработку указанных данных для рассмотрения: true"),
    "cursor": _("Место страницы: next или previous прошлого ответа"),
    "decision": _("Решение исполнителя"),
    "detail": _("Подробности словами"),
    "distance": _("Метры от точки"),
    "email": _("Почта"),
    "emergency_advice": _("Не пусто: обращение не поможет, нужно звонить 112"),
    "excerpt": _("Начало текста"),
    "fields": _("Что не так: по имени параметра"),
    "files": _("Файлы: /files/{id}"),
    "followers": _("Сколько человек следят"),
    "found": _("Точка внутри, у границы или вне региона"),
    "help": _("Подсказка к вопросу"),
    "id": _("Номер строки справочника"),
    "in_working_days": _("Срок в рабочих днях"),
    "kind": _("Вид обращения"),
    "kinds": _("Для каких видов обращений"),
    "label": _("Как показать человеку"),
    "lat": _("Широта, градусы WGS 84"),
    "limit": _("Сколько, не больше"),
    "lon": _("Долгота, градусы WGS 84"),
    "max": _("Наибольшее значение"),
    "max_length": _("Знаков, не больше"),
    "min": _("Наименьшее значение"),
    "move": _("Шаг маршрута"),
    "name": _("Название; в обращении, которое подают: имя автора"),
    "next": _("cursor следующей страницы; null: её нет"),
    "number": _("Номер"),
    "on": _("Дата документа"),
    "original": _("Номер обращения, с которым объединено"),
    "overdue": _("Только просроченные"),
    "path": _("Путь обращения"),
    "phone": _("Телефон"),
    "photo": _("Только с фотографиями; в ответе: первая фотография"),
    "photo_id": _("Id фотографии (UUID), его придумывает программа"),
    "photos": _("Фотографии: /photos/{id}-full.jpg; в обращении, которое подают: их photo_id"),
    "planned_on": _("Когда обещано"),
    "point": _("Точка"),
    "previous": _("cursor предыдущей страницы; null: её нет"),
    "published": _("Сколько опубликовано"),
    "published_at": _("Когда опубликовано"),
    "q": _("Что набрано"),
    "questions": _("Свои вопросы темы"),
    "radius": _("Метры вокруг точки"),
    "rating": _("Оценка автора, 1–5"),
    "received_at": _("Когда получен"),
    "required": _("Ответ обязателен"),
    "settlement": _("Номер населённого пункта из /settlements"),
    "settlements": _("Населённые пункты"),
    "signatory": _("Кто подписал"),
    "since": _("С какого дня"),
    "site": _("Сайт"),
    "solved": _("Решено, по словам автора"),
    "solved_percent": _("Сколько процентов ответов решили проблему, по словам авторов"),
    "sort": _("Порядок"),
    "stage": _("Состояние"),
    "status": _("Состояние HTTP"),
    "supporters": _("Сколько человек поддержали"),
    "territories": _("Муниципалитеты"),
    "territory": _("Муниципалитет: код ОКТМО в запросе, название в ответе"),
    "territory_code": _("Код ОКТМО муниципалитета"),
    "text": _("Текст"),
    "title": _("Заголовок"),
    "topic": _("Тема: код в запросе, название в ответе"),
    "topics": _("Темы"),
    "type": _("Вид значения; у отказа: имя причины"),
    "until": _("По какой день"),
    "url": _("Страница для людей"),
    "version": _("Номер публикации классификатора"),
}
