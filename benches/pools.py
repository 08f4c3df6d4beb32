"""What the filling draws from: texts in the demo's words, places and topics by Zipf's law, who answers for what.

Small tables, made once. A slot is a row of a table whose length is a power of two: a hash of the appeal's running
number picks one, and what comes up often has many slots. So there is a big city, and rare pairs of village and topic.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, Final

from django.db import connection

from otklik.business.front import front
from otklik.demo import grammar, own_fields, texts
from otklik.demo.names import person
from otklik.demo.region import make_region
from otklik.demo.rows import Region
from otklik.demo.texts import Phrases
from otklik.demo.topics import DemoTopic, topics

PLACES: Final = 2**16
TOPICS: Final = 2**12
TEXTS: Final = 2**6  # of a kind and a topic
ANSWERS: Final = 2**5  # of a topic
TAILS: Final = 2**15
NAMES: Final = 2**12
FIRMS: Final = 2**10
_OF_FIRMS: Final = (
    2,
    30,
)  # percent of the appeals that an organisation files: of any topic, of one of business
_DAY: Final = date(2026, 5, 14)
_WORDS: Final = 40_000
# Beginnings and ends of words that no dictionary has: shops, companies. The rarest stand in some 300 texts of 10M.
_BEGIN: Final = """
берёз клён дуб сосн ольх ряб калин вишн мал яблон свет ярк бел красн син зелен золот сереб медн желез стар нов верх
нижн горн лес полев луг озёр реч род ключ камен песч глин круж лебед сокол ворон голуб журав глухар лис волк бобр рыб
пчел хлеб мук сахар соль мёд молок сыр масл чай стекл кирпич бетон плит шифер брус доск гвозд молот пил тепл холод снеж
лёд дожд ветр гром зар утр вечер полд ночь звёзд лун сол неб мир друж весел
"""
_END: Final = """
ово овка инка ица ник няк ец ар ист ушка ышко ное ный ная ский ская ские град дар люб лад дом двор строй сервис торг
пром снаб маш транс быт свет союз плюс центр маркет трейд груп инвест проект монтаж ремонт
"""
_TAILS: Final = (
    "Ближайший ориентир: магазин «{0}».",
    "Это напротив мастерской «{0}», где раньше был склад «{1}».",
    "Работы вела фирма «{0}», её сменила «{1}», результата нет.",
    "В управляющей компании «{0}» ответили, что ждут подрядчика.",
    "Рядом остановка «{0}» и ясли «{1}», ходят дети и пожилые люди.",
    "Обслуживает участок предприятие «{0}», диспетчер трубку не берёт.",
    "Звонили в «{0}» дважды, потом писали в «{1}»; заявку приняли, но никто не приехал.",
    "Соседи из кооператива «{0}» жалуются на то же самое уже второй сезон.",
    "Фотографии сделаны утром со стороны рынка «{0}», вечером картина ещё хуже.",
    "Весной здесь обещала навести порядок организация «{0}», однако договор расторгли и работы бросили на полпути.",
    "Готовы показать место представителям «{0}» и «{1}» в любой удобный день после шести вечера.",
    "Ответственными называют то «{0}», то «{1}», а жители остаются один на один со своей бедой.",
)  # fmt: skip


def make() -> None:
    """Read by storylines. The region is in the tables already."""
    rng, region = random.Random(20), make_region()  # noqa: S311  # repeatable on purpose
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
    _copy("bench_slot_settlement (slot, code)", _settlements(rng, region))
    _copy("bench_slot_topic (kind, slot, code)", _topics(rng))
    _copy("bench_text (kind, code, n, text)", _texts(rng, region))
    _copy("bench_reply (code, n, decision, text)", _replies(rng, region))
    _copy("bench_tail (n, text)", enumerate(_tails(rng)))
    _copy("bench_name (n, name)", enumerate(person(rng).full for _ in range(NAMES)))
    with connection.cursor() as cursor:
        cursor.execute(_PLACED)
        any_topic, of_business = _OF_FIRMS
        words: dict[str, Any] = {
            "any": any_topic,
            "business": of_business,
            "codes": list(front().categories),
            "firms": FIRMS,
        }
        cursor.execute(_MARKED, words)


def zipf(rng: random.Random, things: Sequence[Any], count: int) -> list[Any]:
    """`count` draws: the second comes up half as often as the first, the tenth a tenth. Every one comes up."""
    rest = rng.choices(things, [1 / (place + 1) for place in range(len(things))], k=count - len(things))
    return [*things, *rest]


def _settlements(rng: random.Random, region: Region) -> Iterator[tuple[int, str]]:
    biggest = sorted(region.settlements, key=lambda one: -one.population)
    return enumerate(zipf(rng, [one.code for one in biggest], PLACES))


def _topics(rng: random.Random) -> Iterator[tuple[str, int, str]]:
    for kind in ("problem", "proposal", "thanks"):
        known = [(topic.code, phrase) for topic, phrase in _written() if getattr(phrase, kind)]
        known = [(code, phrase) for code, phrase in known if kind in topics()[code].kinds]
        known.sort(key=lambda one: (-one[1].weight, one[0]))
        for slot, code in enumerate(zipf(rng, [code for code, _ in known], TOPICS)):
            yield kind, slot, code


def _texts(rng: random.Random, region: Region) -> Iterator[tuple[str, str, int, str]]:
    for topic, phrase in _written():
        for kind in topic.kinds:
            if options := getattr(phrase, kind):
                for n in range(TEXTS):
                    slots, month = _slots(rng, region, topic), rng.randint(1, 12)
                    yield kind, topic.code, n, texts.write(rng, options, slots, kind=kind, month=month).text


def _replies(rng: random.Random, region: Region) -> Iterator[tuple[str, int, str, str]]:
    common = texts.common()
    for topic, phrase in _written():
        for n in range(ANSWERS):
            slots = _slots(rng, region, topic) | texts.answer_slots(rng, _DAY, date(2026, 5, 26))
            slots["planned"] = f"до {grammar.day_and_year(date(2026, 12, 31))}"
            solved = n % 8 < 5 and phrase.done
            decision = "solved" if solved else "explained"
            options = phrase.done if solved else tuple(common[f"explained_{phrase.about}"])
            tone = "done" if solved else "other"
            yield topic.code, n, decision, texts.answer(rng, options, slots, tone=tone)


def _tails(rng: random.Random) -> Iterator[str]:
    """Two sentences each, with words by Zipf's law."""
    words = sorted({f"{one}{two}{end}" for one, two in pairwise(_shuffled(rng)) for end in _END.split()})[
        :_WORDS
    ]
    rng.shuffle(words)
    drawn = iter(zipf(rng, words, TAILS * 4))
    order = list(drawn)
    rng.shuffle(order)
    for n in range(TAILS):
        first, second = rng.sample(_TAILS, 2)
        a, b, c, d = (word.capitalize() for word in order[n * 4 : n * 4 + 4])
        yield f"{first.format(a, b)} {second.format(c, d)}"


def _shuffled(rng: random.Random) -> list[str]:
    """Beginnings in a row so long that most pairs stand beside each other somewhere."""
    beginnings = _BEGIN.split()
    return [rng.choice(beginnings) for _ in range(1500)]


def _written() -> list[tuple[DemoTopic, Phrases]]:
    """Topics that the demo has texts for and that the wizard takes."""
    found = texts.phrases()
    return [(topic, found[code]) for code, topic in topics().items() if code in found and not topic.emergency]


def _slots(rng: random.Random, region: Region, topic: DemoTopic) -> dict[str, str]:
    settlement = rng.choice(region.settlements)
    house = rng.choice(region.houses_by_settlement[settlement.code])
    spot = texts.Spot(settlement, region.streets[house.street], house.number, house.at)
    own = own_fields.fill(rng, topic, _DAY)
    dates = frozenset(one["code"] for one in topic.fields if one["type"] == "date")
    slots = texts.place_slots(rng, spot) | texts.time_slots(rng, _DAY)
    return slots | texts.field_slots(own, dates)


def _copy(target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_TABLES: Final = """
CREATE UNLOGGED TABLE bench_slot_settlement (slot int, code text);
CREATE UNLOGGED TABLE bench_slot_topic (kind text, slot int, code text);
CREATE UNLOGGED TABLE bench_text (kind text, code text, n int, text text);
CREATE UNLOGGED TABLE bench_reply (code text, n int, decision text, text text);
CREATE UNLOGGED TABLE bench_tail (n int, text text);
CREATE UNLOGGED TABLE bench_name (n int, name text);
"""
# bench_place: a slot's house. bench_topic: a slot's topic. bench_duty: who answers for a topic on a territory, by the
# order of authorities.routing, of those that МСЭД reaches.
_PLACED: Final = """
CREATE UNLOGGED TABLE bench_place AS
WITH house AS (
    SELECT s.code, s.id AS settlement_id, t.id AS territory_id, t.code AS area, h.point,
           concat_ws(', ', concat_ws(' ', s.kind, s.name), concat_ws(' ', st.kind, st.name), 'д. ' || h.number)
               AS address,
           row_number() OVER (PARTITION BY s.id ORDER BY h.id) - 1 AS n, count(*) OVER (PARTITION BY s.id) AS of
    FROM places_house h JOIN places_street st ON st.id = h.street_id
    JOIN places_settlement s ON s.id = st.settlement_id
    JOIN places_territory t ON t.code = s.territory_code AND t.valid_to IS NULL
    WHERE h.point IS NOT NULL
)
SELECT slot AS n, settlement_id, territory_id, area, point, address
FROM bench_slot_settlement JOIN house USING (code) WHERE house.n = slot * 7919::bigint % house.of;
CREATE UNLOGGED TABLE bench_topic AS
SELECT kind, slot AS n, t.id AS topic_id, t.category_id FROM bench_slot_topic s JOIN classifier_topic t USING (code);
ALTER TABLE bench_text ADD topic_id bigint;
UPDATE bench_text b SET topic_id = t.id FROM classifier_topic t WHERE t.code = b.code;
ALTER TABLE bench_reply ADD topic_id bigint;
UPDATE bench_reply b SET topic_id = t.id FROM classifier_topic t WHERE t.code = b.code;
CREATE UNLOGGED TABLE bench_duty AS
SELECT DISTINCT ON (p.id, t.id) p.id AS topic_id, t.id AS territory_id, a.id AS authority_id,
  coalesce(a.msed_uid, md5(a.code)::uuid) AS msed_uid
FROM classifier_topic p CROSS JOIN places_territory t
JOIN authorities_duty d ON d.subject IN (p.code, p.duty) AND d.territory_code IN (t.code, left(t.code, 8), '')
JOIN authorities_authority a ON a.id = d.authority_id AND a.active AND (a.msed_uid IS NOT NULL OR a.has_desk)
WHERE t.valid_to IS NULL
ORDER BY p.id, t.id, d.subject = p.code DESC, length(d.territory_code) DESC, d.rank;
ALTER TABLE bench_place ADD PRIMARY KEY (n);
ANALYZE bench_place, bench_topic, bench_text, bench_reply, bench_tail, bench_name, bench_duty;
"""
# What the sections count: topics that ask for a cadastral number, and who files for an organisation.
_MARKED: Final = """
CREATE UNLOGGED TABLE bench_mark AS
SELECT t.id AS topic_id, t.fields @> '[{"type": "cadastral"}]' AS of_land,
       CASE WHEN c.code = ANY(%(codes)s) THEN %(business)s ELSE %(any)s END AS of_firms
FROM classifier_topic t JOIN classifier_category c ON c.id = t.category_id;
INSERT INTO people_organisation (inn, name) SELECT '99' || lpad(n::text, 8, '0'), 'ООО «Стенд ' || n || '»'
FROM generate_series(0, %(firms)s - 1) n;
CREATE UNLOGGED TABLE bench_firm AS
SELECT right(inn, 8)::int AS n, id FROM people_organisation WHERE name LIKE 'ООО «Стенд %%»';
ANALYZE bench_mark, bench_firm;
"""
