"""SQL of the filling: the appeals as one narrow table, then the rows of each table of the product."""

import re
from dataclasses import dataclass
from typing import Final

from benches import pools
from otklik.appeals.rules import number

_STEP: Final = 179_424_673  # prime, so that i * _STEP mod 9·10⁷ repeats no number


@dataclass(frozen=True, slots=True)
class Fill:
    """Rows of one table. columns: in the order of `select`."""

    table: str
    columns: str
    select: str


# A part of the appeals for each of the sessions that fill at once; read as it lies. See `SOME`.
NEW: Final = """
DROP TABLE IF EXISTS bench_new CASCADE;
CREATE UNLOGGED TABLE bench_new (
    i int, number text, kind text, state text, received_at timestamptz, published_at timestamptz,
    answered_at timestamptz, closed_at timestamptz, place int, topic_id bigint, category_id bigint, area text,
    authority_id bigint, msed_uid uuid, shown bool, sent bool, has_answer bool
) PARTITION BY RANGE (i)
"""
PART: Final = """
CREATE UNLOGGED TABLE bench_new_%(first)s PARTITION OF bench_new FOR VALUES FROM (%(first)s) TO (%(last)s)
"""

# u(seed): a number 0 … 1 of the appeal's own, h(seed): one below 2³¹; see `drawn`. age: days, of ten years.
# The states of each age are those that the clock leaves alone; one in three hundred was never answered.
# In a database in use a row lies where its last move put it: beside the rows that moved in those days.
SOME: Final = """
INSERT INTO bench_new_%(first)s
WITH one AS (
    SELECT i, {digits} AS digits, now() AS now, 3650 * power((%(count)s - i - 0.5)::float / %(count)s, 1.4) AS age,
           u(1) AS luck, u(2) AS fate, u(3) AS speed
    FROM generate_series(%(first)s, %(last)s - 1) i OFFSET 0
), fated AS (
    SELECT *, CASE WHEN luck < 0.8 THEN 'problem' WHEN luck < 0.93 THEN 'proposal' ELSE 'thanks' END AS kind,
           now - age * interval '1 day' AS received_at
    FROM one OFFSET 0
), staged AS (
    SELECT *, CASE
        WHEN age < 2 THEN
            CASE WHEN fate < 0.7 THEN 'moderation' WHEN fate < 0.8 THEN 'question' ELSE 'unconfirmed' END
        WHEN age < 12 THEN
            CASE WHEN fate < 0.8 THEN 'registered' WHEN fate < 0.85 THEN 'sending' WHEN fate < 0.88 THEN 'published'
                 WHEN fate < 0.98 THEN 'refused' ELSE 'duplicate' END
        WHEN age < 20 AND kind <> 'thanks' THEN
            CASE WHEN fate < 0.75 THEN 'answered' WHEN fate < 0.8 THEN 'returned' WHEN fate < 0.9 THEN 'registered'
                 WHEN fate < 0.98 THEN 'refused' ELSE 'withdrawn' END
        ELSE CASE WHEN fate < 0.003 AND kind <> 'thanks' THEN 'registered' WHEN fate < 0.86 THEN 'closed'
                  WHEN fate < 0.94 THEN 'refused' WHEN fate < 0.97 THEN 'withdrawn' ELSE 'duplicate' END
        END AS state
    FROM fated OFFSET 0
), known AS (
    SELECT *, state IN ('published', 'sending', 'registered', 'answered', 'returned', 'closed', 'withdrawn',
                        'duplicate') AS shown,
           state IN ('sending', 'registered', 'answered', 'returned', 'closed') AS sent,
           state IN ('answered', 'returned', 'closed') AND kind <> 'thanks' AS has_answer
    FROM staged
), whole AS (
    SELECT i, {number}, s.kind, state, received_at,
           CASE WHEN shown THEN received_at + (0.1 + 1.6 * speed) * interval '1 day' END AS published_at,
           CASE WHEN has_answer THEN
               CASE WHEN state = 'closed' THEN received_at + (2 + 10 * power(speed, 1.5)) * interval '1 day'
                    ELSE now - 8 * speed * interval '1 day' END END AS answered_at,
           CASE WHEN state IN ('closed', 'refused', 'withdrawn', 'duplicate')
                THEN least(received_at + (13 + 9 * fate) * interval '1 day', now) END AS closed_at,
           p.n, t.topic_id, t.category_id, p.area, CASE WHEN sent THEN d.authority_id END, d.msed_uid,
           shown, sent, has_answer
    FROM known s JOIN bench_place p ON p.n = h(4) & {places} - 1
    JOIN bench_topic t ON t.kind = s.kind AND t.n = h(5) & {topics} - 1
    JOIN bench_duty d ON d.topic_id = t.topic_id AND d.territory_id = p.territory_id
)
SELECT * FROM whole ORDER BY coalesce(closed_at, answered_at, published_at, received_at)
"""
# Two duplicates seldom have one original: a closed appeal of their own hundred, or the first of all.
ORIGINALS: Final = """
DROP TABLE IF EXISTS bench_original;
CREATE UNLOGGED TABLE bench_original AS
SELECT i / 100 AS hundred, min(i) + 1 AS id FROM bench_new WHERE state = 'closed' GROUP BY 1;
ANALYZE bench_new, bench_original
"""

_APPEALS: Final = Fill(
    "appeals_appeal",
    """id number client_key kind channel category_id topic_id text fields settlement_id address point territory_id
    author_name author_email email_confirmed_at state state_since received_at moderate_by question_by published_at
    answer_by answered_at closed_at authority_id assigned_why attention original_id supporters followers area has_photo
    heat returns rating solved verdict organisation_id""",
    """
SELECT i + 1, number, {key}, s.kind, CASE WHEN h(6) % 5 = 0 THEN 'app' WHEN h(6) % 17 = 0 THEN 'hotline' ELSE 'web' END,
    category_id, s.topic_id, t.text || ' ' || e.text
        || CASE WHEN h(7) % 4 = 0 THEN ' Номер заявки ' || h(8) % 900000 + 100000 || '.' ELSE '' END,
    CASE WHEN m.of_land THEN jsonb_build_array(jsonb_build_array('Кадастровый номер', {plot})) ELSE '[]' END,
    p.settlement_id, p.address, {point}, p.territory_id, n.name, 'citizen' || i || '@example.test',
    CASE WHEN state <> 'unconfirmed' THEN received_at END, state,
    coalesce(closed_at, answered_at, published_at, received_at), received_at,
    received_at + %(hours)s * interval '1 hour', CASE WHEN state = 'question' THEN now() + interval '2 days' END,
    published_at, CASE WHEN sent AND s.kind <> 'thanks' THEN (received_at + interval '12 days')::date END,
    answered_at, closed_at, authority_id, CASE WHEN sent THEN 'bench' ELSE '' END,
    CASE state WHEN 'published' THEN 'nobody' WHEN 'returned' THEN 'return_review' ELSE '' END,
    CASE WHEN state = 'duplicate' THEN coalesce(o.id, (SELECT min(id) FROM bench_original)) END,
    {supporters}, {supporters} / 2, CASE WHEN shown THEN s.area ELSE '' END, shown AND {has_photo},
    CASE WHEN shown THEN {heat} ELSE 0 END, (state = 'returned')::int,
    CASE WHEN {rated} THEN 1 + h(10) % 5 END, CASE WHEN {rated} THEN h(10) % 5 > 1 END, '',
    CASE WHEN h(21) % 100 < m.of_firms THEN b.id END
FROM bench_new s JOIN bench_place p ON p.n = s.place
JOIN bench_mark m ON m.topic_id = s.topic_id
JOIN bench_firm b ON b.n = h(22) & {firms} - 1
JOIN bench_text t ON t.topic_id = s.topic_id AND t.kind = s.kind AND t.n = h(11) & {texts} - 1
JOIN bench_tail e ON e.n = h(12) & {tails} - 1
JOIN bench_name n ON n.n = h(13) & {names} - 1
LEFT JOIN bench_original o ON o.hundred = i / 100 AND s.state = 'duplicate'
""",
)
_JOURNAL: Final = Fill(
    "appeals_journalrow",
    "id appeal_id move from_state to_state at reason detail",
    """
SELECT row_number() OVER (), i + 1, p.move, p.was, p.became,
    CASE p.move WHEN 'receive' THEN received_at WHEN 'publish' THEN published_at WHEN 'answer' THEN answered_at
         WHEN 'close' THEN closed_at
         ELSE least(coalesce(published_at, received_at) + p.place * interval '1 hour', now()) END, '', p.detail
FROM bench_new n JOIN bench_path p ON p.state = n.state AND p.thanks = (n.kind = 'thanks' AND n.state = 'closed')
WHERE %(desk)s OR NOT p.long
""",
)
_ANSWERS: Final = Fill(
    "appeals_answer",
    "id appeal_id message_uid text decision signatory number on received_at",
    """
SELECT i + 1, i + 1, md5('answer' || i)::uuid, r.text, r.decision, 'Начальник отдела', 'ИСХ-' || i, answered_at::date,
    answered_at
FROM bench_new n JOIN bench_reply r ON r.topic_id = n.topic_id AND r.n = h(14) & {answers} - 1
WHERE has_answer
""",
)
_PHOTOS: Final = Fill(
    "appeals_photo",
    "id appeal_id place width height created_at clarifies",
    """
SELECT md5('photo' || nth || ':' || i)::uuid, i + 1, nth, 1600, 1200, received_at, false
FROM bench_new, generate_series(0, h(15) % 3) nth WHERE {has_photo}
""",
)
_DISPATCHES: Final = Fill(
    "appeals_dispatch",
    "id appeal_id authority_id document_uid number on round registered_number registered_on report_number refused",
    """
SELECT i + 1, i + 1, authority_id, md5('document' || i)::uuid, %(prefix)s || number, published_at::date, 1,
    CASE WHEN state = 'sending' THEN '' ELSE 'ВХ-' || i END,
    CASE WHEN state <> 'sending' THEN published_at::date END, CASE WHEN has_answer THEN 'ИСХ-' || i ELSE '' END, ''
FROM bench_new WHERE sent
""",
)
_PACKETS: Final = Fill(
    "exchange_packet",
    """id direction kind message_uid document_uid partner_uid partner_name version folder file state attempts error
    alarm created_at spooled_at receipt_at noticed_at""",
    """
SELECT i + 1, 'out', 'document', md5('message' || i)::uuid, md5('document' || i)::uuid, msed_uid, 'bench', '2.7.1',
    'bench-' || i, '', CASE WHEN state = 'sending' THEN 'spooled' ELSE 'delivered' END, 1, '', '', received_at,
    CASE WHEN state = 'sending' THEN now() ELSE received_at END, CASE WHEN state <> 'sending' THEN received_at END,
    CASE WHEN state <> 'sending' THEN received_at END
FROM bench_new WHERE sent
""",
)
_LETTERS: Final = Fill(
    "outbox_message",
    "id about kind channel to context state once created_at due_at sent_at attempts error",
    """
SELECT row_number() OVER (), number, letter, 'email', 'citizen' || i || '@example.test', '{}', 'sent', '', received_at,
    received_at, received_at, 1, ''
FROM bench_new, unnest(ARRAY['received', CASE WHEN shown THEN 'published' END]) letter WHERE letter IS NOT NULL
""",
)
_DRAFTS: Final = Fill(
    "appeals_draft",
    "id data appeal_id updated_at",
    "SELECT {key}, '{}', i + 1, now() - h(16) % 20 * interval '1 day' FROM bench_new WHERE i % 10 = 0",
)
# What is always filled, and what only the parts of the desk, the exchange and the letters read.
PUBLIC: Final = (_APPEALS, _JOURNAL, _ANSWERS, _PHOTOS)
DESK: Final = (_DISPATCHES, _PACKETS, _LETTERS, _DRAFTS)


def drawn(select: str) -> str:
    """The words of the statements above spelt out. h and u are pseudo-random and the same for the same appeal."""
    for name, meaning in _MEANINGS.items():
        select = select.replace(f"{{{name}}}", meaning)
    select = re.sub(
        r"\bu\((\d+)\)", r"((hashint8extended(i, \1) & 4294967295) / 4294967296.0::float)", select
    )
    return re.sub(r"\bh\((\d+)\)", r"(hashint8extended(i, \1) & 2147483647)", select)


def _check() -> str:
    """The last digit of a number in SQL: the table of rules.number, walked along `digits`."""
    table, digit = "".join(str(cell) for row in number._DAMM for cell in row), "0"
    for power in range(7, -1, -1):
        digit = f"substr('{table}', {digit} * 10 + (digits / {10**power} % 10)::int + 1, 1)::int"
    return digit


_KEY: Final = (
    "(lpad(to_hex((extract(epoch FROM received_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3)"
    " || 'a' || substr(md5(i::text), 4, 15))::uuid"
)
_MEANINGS: Final = {
    "digits": f"10000000 + i::bigint * {_STEP} % 90000000",
    "number": f"digits::text || {_check()}",
    "key": _KEY,
    "point": "ST_Translate(p.point, (u(18) - 0.5) * 0.004, (u(19) - 0.5) * 0.002)",
    "heat": "extract(epoch FROM published_at)::float / 86400 + 3 * ln(1::float + {supporters}) / ln(2::float)",
    "supporters": "least(5000, power(u(9) + 1e-6, -0.7)::int - 1)",
    "has_photo": "h(17) % 3 = 0",
    # A quarter is a square of some half a kilometre, and may reach over a border, as those on maps do not.
    "plot": "'99:' || lpad((substr(s.area, 3, 3)::int % 99 + 1)::text, 2, '0') || ':'"
    " || lpad(((ST_Y(p.point) * 200)::int % 1000)::text, 3, '0')"
    " || lpad(((ST_X(p.point) * 120)::int % 10000)::text, 4, '0') || ':' || h(23) % 900 + 1",
    "rated": "state IN ('closed', 'returned') AND has_answer AND h(20) % 3 > 0",
    **{
        name: str(getattr(pools, name.upper()))
        for name in ("places", "topics", "texts", "answers", "tails", "names", "firms")
    },
}
