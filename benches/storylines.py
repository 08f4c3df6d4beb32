"""SQL of the filling: from what it draws, which way leads to which state, and the rows of each table."""

from typing import Final

from otklik.appeals.lifecycle import MOVES, Move, State

M, S = Move, State
_SENT: Final = (M.RECEIVE, M.PUBLISH, M.ASSIGN)
_ANSWERED: Final = (*_SENT, M.REGISTER, M.PROGRESS, M.ANSWER)
# The moves that lead to each state; thanks have a way of their own to the end.
_WAYS: Final[dict[tuple[State, bool], tuple[Move, ...]]] = {
    (S.UNCONFIRMED, False): (M.RECEIVE,),
    (S.MODERATION, False): (M.RECEIVE,),
    (S.QUESTION, False): (M.RECEIVE, M.ASK),
    (S.REFUSED, False): (M.RECEIVE, M.REFUSE),
    (S.PUBLISHED, False): (M.RECEIVE, M.PUBLISH, M.UNROUTED),
    (S.SENDING, False): _SENT,
    (S.REGISTERED, False): (*_SENT, M.REGISTER),
    (S.ANSWERED, False): _ANSWERED,
    (S.RETURNED, False): (*_ANSWERED, M.RATE, M.RETURN),
    (S.CLOSED, False): (*_ANSWERED, M.RATE, M.CLOSE),
    (S.CLOSED, True): (*_SENT, M.REGISTER, M.FILE),
    (S.WITHDRAWN, False): (M.RECEIVE, M.PUBLISH, M.WITHDRAW),
    (S.DUPLICATE, False): (M.RECEIVE, M.PUBLISH, M.MERGE),
}
# Facts kept with a move, as the pages read them.
_DETAIL: Final = {
    M.ASSIGN: '{"authority": "Управление благоустройства", "why": "bench"}',
    M.REGISTER: '{"number": "ВХ-1204/26"}',
    M.PROGRESS: '{"notice": "executor", "executor": "Отдел обращений"}',
    M.ANSWER: '{"decision": "solved", "number": "ИСХ-88/26"}',
    M.RATE: '{"stars": 4, "solved": true}',
    M.REFUSE: '{"code": "no_facts"}',
    M.MERGE: '{"original": "100000007"}',
    M.CLOSE: '{"rated": true}',
    M.UNROUTED: '{"code": "nobody"}',
}

SOURCES: Final = """
CREATE UNLOGGED TABLE bench_place AS
SELECT row_number() OVER (ORDER BY h.id) - 1 AS n, s.id AS settlement_id, t.id AS territory_id, h.point,
       concat_ws(', ', concat_ws(' ', s.kind, s.name), concat_ws(' ', st.kind, st.name), 'д. ' || h.number) AS address
FROM places_house h JOIN places_street st ON st.id = h.street_id JOIN places_settlement s ON s.id = st.settlement_id
JOIN places_territory t ON t.code = s.territory_code AND t.valid_to IS NULL
WHERE h.point IS NOT NULL;
CREATE UNLOGGED TABLE bench_topic AS
SELECT kind, row_number() OVER (PARTITION BY kind ORDER BY t.id) - 1 AS n, count(*) OVER (PARTITION BY kind) AS of,
       t.id AS topic_id, t.category_id
FROM classifier_topic t, unnest(t.kinds) kind WHERE t.active AND t.emergency_advice = '';
CREATE UNLOGGED TABLE bench_authority AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, msed_uid FROM authorities_authority WHERE msed_uid IS NOT NULL;
ANALYZE bench_place, bench_topic, bench_authority;
"""


def _paths() -> str:
    """Each way as rows (state, thanks, place, move, from, to, detail), checked against the map of life."""
    values = []
    for (state, thanks), moves in _WAYS.items():
        was = ""
        for place, move in enumerate(moves):
            to = _target(state, was, move)
            detail = _DETAIL.get(move, "{}")
            values.append(f"('{state}', {thanks}, {place}, '{move}', '{was}', '{to}', '{detail}'::jsonb)")
            was = to
        if was != state:
            raise ValueError(f"the way to {state} ends at {was}")
    return ", ".join(values)


def _target(state: State, was: str, move: Move) -> str:
    if move is M.RECEIVE:
        return (S.UNCONFIRMED if state is S.UNCONFIRMED else S.MODERATION).value
    leg = MOVES[move]
    if State(was) not in leg.sources:
        raise ValueError(f"no {move} from {was}")
    return (leg.target or State(was)).value


PATHS: Final = f"""
CREATE TEMP TABLE bench_path ON COMMIT DROP AS
SELECT * FROM (VALUES {_paths()}) AS v (state, thanks, place, move, was, became, detail)
"""  # noqa: S608  # our own constants

# r: a number 0 … 2³²-1 of the appeal's own. age: days. The states of each age are those that the clock leaves alone.
NEW: Final = """
CREATE TEMP TABLE bench_new ON COMMIT DROP AS
WITH one AS (
    SELECT i, number, (i::bigint * 2654435761) % 4294967296 AS r,
           730 * power((%(last)s - i - 0.5)::float / %(count)s, 3) AS age
    FROM bench_number
), fated AS (
    SELECT *, CASE WHEN r % 100 < 80 THEN 'problem' WHEN r % 100 < 92 THEN 'proposal' ELSE 'thanks' END AS kind,
           now() - age * interval '1 day' AS received_at, r / 100 % 100 AS luck
    FROM one
), staged AS (
    SELECT *, CASE
        WHEN age < 2 THEN CASE WHEN luck < 70 THEN 'moderation' WHEN luck < 80 THEN 'question' ELSE 'unconfirmed' END
        WHEN age < 12 THEN CASE WHEN luck < 80 THEN 'registered' WHEN luck < 85 THEN 'sending'
            WHEN luck < 88 THEN 'published' WHEN luck < 98 THEN 'refused' ELSE 'duplicate' END
        WHEN age < 20 AND kind <> 'thanks' THEN CASE WHEN luck < 75 THEN 'answered' WHEN luck < 80 THEN 'returned'
            WHEN luck < 90 THEN 'registered' WHEN luck < 98 THEN 'refused' ELSE 'withdrawn' END
        ELSE CASE WHEN luck < 80 THEN 'closed' WHEN luck < 92 THEN 'refused' WHEN luck < 96 THEN 'withdrawn'
            ELSE 'duplicate' END END AS state
    FROM fated
)
SELECT s.*, nextval(pg_get_serial_sequence('appeals_appeal', 'id')) AS id,
       state IN ('published', 'sending', 'registered', 'answered', 'returned', 'closed', 'withdrawn', 'duplicate')
           AS shown,
       state IN ('sending', 'registered', 'answered', 'returned', 'closed') AS sent,
       state IN ('answered', 'returned', 'closed') AND s.kind <> 'thanks' AS has_answer,
       (lpad(to_hex((extract(epoch FROM received_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3)
           || 'a' || substr(md5(i::text), 4, 15))::uuid AS key,
       p.settlement_id, p.territory_id, p.point, p.address, t.topic_id, t.category_id, a.id AS authority_id, a.msed_uid
FROM staged s
JOIN bench_place p ON p.n = r % (SELECT count(*) FROM bench_place)
JOIN bench_authority a ON a.n = r / 11 % (SELECT count(*) FROM bench_authority)
JOIN (SELECT DISTINCT kind, of FROM bench_topic) k USING (kind)
JOIN bench_topic t ON t.kind = s.kind AND t.n = r / 7 % k.of;
ANALYZE bench_new
"""
# Twice: what is a duplicate points at one of those written before.
_APPEALS: Final = """
INSERT INTO appeals_appeal (id, number, client_key, kind, channel, category_id, topic_id, text, fields, settlement_id,
    address, point, territory_id, author_name, author_email, email_confirmed_at, state, state_since, received_at,
    moderate_by, question_by, published_at, answer_by, answered_at, closed_at, authority_id, assigned_why, attention,
    original_id, returns, rating, solved, verdict)
SELECT id, number, key, kind, CASE WHEN r % 5 = 0 THEN 'app' ELSE 'web' END, category_id, topic_id,
    'Во дворе третью неделю не горит свет, вечером по дорожке от остановки к подъездам идти темно и скользко. '
    || repeat('Звонили в управляющую организацию, заявку приняли, но до сих пор никто не пришёл. ', 1 + (r % 5)::int)
    || 'Просим проверить и назвать срок. Заявка ' || i, '[]', settlement_id, address, point, territory_id,
    'Заявитель ' || r % 5000, 'citizen' || i || '@example.test',
    CASE WHEN state <> 'unconfirmed' THEN received_at END, state,
    CASE WHEN state IN ('answered', 'returned') THEN received_at + interval '11 days' ELSE received_at END, received_at,
    received_at + %(hours)s * interval '1 hour', CASE WHEN state = 'question' THEN now() + interval '2 days' END,
    CASE WHEN shown THEN received_at + interval '1 day' END,
    CASE WHEN sent AND kind <> 'thanks' THEN (received_at + interval '12 days')::date END,
    CASE WHEN has_answer THEN received_at + interval '11 days' END,
    CASE WHEN state IN ('closed', 'refused', 'withdrawn', 'duplicate')
        THEN least(received_at + interval '19 days', now()) END,
    CASE WHEN sent THEN authority_id END, CASE WHEN sent THEN 'bench' ELSE '' END,
    CASE state WHEN 'published' THEN 'nobody' WHEN 'returned' THEN 'return_review' ELSE '' END,
    CASE WHEN state = 'duplicate' THEN (SELECT id FROM bench_new WHERE state = 'closed' LIMIT 1) END,
    (state = 'returned')::int, CASE WHEN state IN ('closed', 'returned') AND kind <> 'thanks' THEN 1 + r % 5 END,
    CASE WHEN state IN ('closed', 'returned') AND kind <> 'thanks' THEN r % 5 > 1 END, ''
FROM bench_new WHERE {which} ORDER BY i
"""
# A statement for each place in the way: the rows of one appeal lie apart, as they do after two years.
_JOURNAL: Final = """
INSERT INTO appeals_journalrow (appeal_id, move, from_state, to_state, at, reason, detail)
SELECT id, p.move, p.was, p.became, least(received_at + p.place * interval '1 day', now()), '', p.detail
FROM bench_new n JOIN bench_path p ON p.state = n.state AND p.thanks = (n.kind = 'thanks' AND n.state = 'closed')
WHERE p.place = {place}
"""
FILL: Final = (
    _APPEALS.format(which="state <> 'duplicate'"),
    _APPEALS.format(which="state = 'duplicate'"),
    *(_JOURNAL.format(place=place) for place in range(max(len(moves) for moves in _WAYS.values()))),
    """
INSERT INTO appeals_dispatch (appeal_id, authority_id, document_uid, number, "on", round, registered_number,
    registered_on, report_number, refused)
SELECT id, authority_id, md5('document' || i)::uuid, %(prefix)s || number, received_at::date, 1,
    CASE WHEN state = 'sending' THEN '' ELSE 'ВХ-' || i END,
    CASE WHEN state <> 'sending' THEN received_at::date END, CASE WHEN has_answer THEN 'ИСХ-' || i ELSE '' END, ''
FROM bench_new WHERE sent
""",
    """
INSERT INTO exchange_packet (direction, kind, message_uid, document_uid, partner_uid, partner_name, version, folder,
    file, state, attempts, error, alarm, created_at, spooled_at, receipt_at, noticed_at)
SELECT 'out', 'document', md5('message' || i)::uuid, md5('document' || i)::uuid, msed_uid, 'bench', '2.7.1',
    'bench-' || i, '', CASE WHEN state = 'sending' THEN 'spooled' ELSE 'delivered' END, 1, '', '', received_at,
    CASE WHEN state = 'sending' THEN now() ELSE received_at END, CASE WHEN state <> 'sending' THEN received_at END,
    CASE WHEN state <> 'sending' THEN received_at END
FROM bench_new WHERE sent
""",
    """
INSERT INTO appeals_answer (appeal_id, message_uid, text, decision, signatory, number, "on", received_at)
SELECT id, md5('answer' || i)::uuid, 'По вашему обращению проведена проверка. Светильники заменены, линия исправна. '
    || 'Работы приняты, за участком установлено наблюдение до конца сезона.', 'solved', 'Начальник отдела',
    'ИСХ-' || i, (received_at + interval '11 days')::date, received_at + interval '11 days'
FROM bench_new WHERE has_answer
""",
    """
INSERT INTO outbox_message (
    about, kind, channel, "to", context, state, once, created_at, due_at, sent_at, attempts, error)
SELECT number, letter, 'email', 'citizen' || i || '@example.test', '{}', 'sent', '', received_at, received_at,
    received_at, 1, ''
FROM bench_new, unnest(ARRAY['received', CASE WHEN shown THEN 'published' END]) letter WHERE letter IS NOT NULL
""",
    """
INSERT INTO appeals_draft (id, data, appeal_id, updated_at)
SELECT key, '{}', id, now() - r % 20 * interval '1 day' FROM bench_new WHERE i % 10 = 0
""",
    """
INSERT INTO appeals_photo (id, appeal_id, place, width, height, created_at)
SELECT md5('photo' || i)::uuid, id, 0, 1600, 1200, received_at FROM bench_new WHERE i % 3 = 0
""",
)
