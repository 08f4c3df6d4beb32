"""How a body of the demo works at its desk: its head signs, and answers begin with templates."""

from typing import Final

from otklik.appeals.models import DeskRules, ReplyTemplate
from otklik.authorities.models import Authority

_BODY: Final = "utilities-99701"
_TEMPLATES: Final = {
    "Работы выполнены": "Здравствуйте! По обращению № {number} ({address}) работы выполнены. Что сделано: ",
    "Включено в план": "Здравствуйте! Работы по адресу {address} включены в план. Срок и исполнитель: ",
    "Проведена проверка": "Здравствуйте! По адресу {address} проведена проверка по теме «{topic}». Установлено: ",
}


def set_up() -> None:
    """What is there already stays as it is."""
    body = Authority.objects.filter(code=_BODY).first()
    if body is None:
        return
    DeskRules.objects.get_or_create(authority=body, defaults={"signs": True})
    for title, text in _TEMPLATES.items():
        ReplyTemplate.objects.get_or_create(authority=body, title=title, defaults={"text": text})
