"""What the open data tell of an appeal, column by column: the SELECT and the dictionary are made from this table.

No free text is among them: neither the author's words nor the answer's, though both are on the portal. They may name
people whom moderation overlooked or who change their mind later, and what was downloaded can't be taken back. The
address is without the flat. docs/adr/0004-open-data.md
"""

from typing import Final, NamedTuple

from otklik.appeals.lifecycle import PUBLIC, Decision, Kind
from otklik.appeals.models import CHANNELS


class Column(NamedTuple):
    name: str
    type: str  # of Table Schema: string, integer, number, boolean, date, datetime
    title: str
    sql: str
    values: tuple[str, ...] = ()  # all that there can be


# A flat, an office, a room: everything from that word on.
_FLAT: Final = r"[,;]?\s*(кв|квартира|ком|комната|оф|офис|пом|помещение)[.\s]*(№\s*)?[0-9]+.*$"

COLUMNS: Final = (
    Column("number", "string", "Номер обращения", "a.number"),
    Column("kind", "string", "Вид: problem, proposal, thanks", "a.kind", tuple(Kind)),
    Column("category_code", "string", "Код категории", "category.code"),
    Column("category", "string", "Категория", "category.title"),
    Column("topic_code", "string", "Код темы", "topic.code"),
    Column("topic", "string", "Тема", "topic.title"),
    Column(
        "address", "string", "Адрес, без номера квартиры", f"regexp_replace(a.address, '{_FLAT}', '', 'i')"
    ),
    Column("lon", "number", "Долгота, градусы WGS 84", "round(ST_X(a.point)::numeric, 5)::float8"),
    Column("lat", "number", "Широта, градусы WGS 84", "round(ST_Y(a.point)::numeric, 5)::float8"),
    Column("area_code", "string", "ОКТМО муниципального образования", "coalesce(territory.code, '')"),
    Column("area", "string", "Муниципальное образование", "coalesce(territory.name, '')"),
    Column("authority_code", "string", "Код исполнителя", "coalesce(authority.code, '')"),
    Column("authority", "string", "Исполнитель", "coalesce(authority.name, '')"),
    Column("channel", "string", "Откуда пришло", "a.channel", CHANNELS),
    Column("state", "string", "Состояние", "a.state", tuple(sorted(PUBLIC))),
    Column("received_at", "datetime", "Получено", "a.received_at"),
    Column("published_at", "datetime", "Опубликовано", "a.published_at"),
    Column("answer_by", "date", "Последний день для ответа", "a.answer_by"),
    Column("answered_at", "datetime", "Дан последний ответ", "a.answered_at"),
    Column("closed_at", "datetime", "Закрыто", "a.closed_at"),
    Column("decision", "string", "Решение исполнителя", "answer.decision", tuple(Decision)),
    Column("rating", "integer", "Оценка автора, 1–5", "a.rating"),
    Column("solved", "boolean", "Решено, по словам автора", "a.solved"),
    Column("returns", "integer", "Сколько раз возвращено на доработку", "a.returns"),
    Column("supporters", "integer", "Сколько человек поддержали", "a.supporters"),
    Column("has_photo", "boolean", "Есть фото", "a.has_photo"),
)
