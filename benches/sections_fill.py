"""What the sections read beside the figures of appeals: works, replies of a survey, counts of a poll, waves of ratings.

As many of each at every size, for they do not grow with the appeals. Made once; what is there is left.
"""

# ruff: noqa: S608  # SQL of our own constants

from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction

from otklik.assessment import surveys
from otklik.assessment.models import Survey, SurveyReply
from otklik.kit import clock
from otklik.people.models import User
from otklik.polls.models import Poll, Question

WORKS: Final = 100_000  # of two years, one in twenty with an area on the map
REPLIES: Final = 100_000  # of each of two years
WAVES, RATINGS = 5, 60  # ratings of each wave
POLL: Final = "bench-results"
VOTES: Final = 500_000
CELLS: Final = 3_000  # places on the map that somebody of a municipality marked
_OPTIONS: Final = 6

# Houses in the order of their streets: a work is at five of them that stand beside each other.
_WORKS: Final = f"""
INSERT INTO works_work (kind, emergency, text, performer, starts_at, ends_at, cancelled, authority_id, source,
  external_id, "where", typed, area_codes, area, revision, made_at)
SELECT 'hot', false, 'Меняют участок теплотрассы.', 'bench', t,
  t + interval '10 hours' + random() * interval '40 hours', false, (SELECT min(id) FROM authorities_authority), 'desk',
  '', 'bench ' || h.street_id, '{{}}', ARRAY[s.territory_code],
  CASE WHEN mod(i, 20) = 0 THEN ST_Buffer(h.point::geography, 300)::geometry END, 1, now()
FROM (SELECT i, now() - interval '2 years' + random() * interval '750 days' AS t,
             ceil(random() * (SELECT count(*) FROM bench_street))::int AS n
      FROM generate_series(1, {WORKS}) i OFFSET 0) x
JOIN bench_street h USING (n) JOIN places_settlement s ON s.id = h.settlement_id;
INSERT INTO works_place (work_id, key, ends_at, territory_code, settlement_id, street_id, house_id)
SELECT w.id, 'h' || h.id, w.ends_at, w.area_codes[1], b.settlement_id, b.street_id, h.id
FROM works_work w JOIN bench_street b ON b.street_id = substr(w."where", 7)::bigint
JOIN LATERAL (SELECT id FROM places_house WHERE street_id = b.street_id ORDER BY id OFFSET w.id % 3 LIMIT 5) h ON true
WHERE w.performer = 'bench' AND w.area IS NULL;
ANALYZE works_work, works_place
"""
_STREETS: Final = """
CREATE UNLOGGED TABLE bench_street AS
SELECT row_number() OVER (ORDER BY t.id)::int AS n, t.id AS street_id, t.settlement_id, h.point
FROM places_street t JOIN LATERAL (
    SELECT point FROM places_house WHERE street_id = t.id AND point IS NOT NULL ORDER BY id LIMIT 1) h ON true;
ALTER TABLE bench_street ADD PRIMARY KEY (n); CREATE INDEX ON bench_street (street_id); ANALYZE bench_street
"""
# Copies of one account: the bench must not know every column of it.
_PEOPLE: Final = """
INSERT INTO people_user SELECT (jsonb_populate_record(u, jsonb_build_object(
    'id', nextval(pg_get_serial_sequence('people_user', 'id')), 'email', 'bench-' || i || '@example.test'))).*
FROM people_user u, generate_series(1, %(n)s) i WHERE u.id = %(like)s
"""
_REPLIES: Final = """
INSERT INTO assessment_surveyreply (survey_id, person_id, area, marks, at)
SELECT %(survey)s, u.id, p.area,
    ARRAY(SELECT (random() * 5)::int::smallint FROM generate_series(1, %(questions)s + 0 * u.id)), now()
FROM people_user u JOIN bench_place p ON p.n = u.id %% (SELECT count(*) FROM bench_place)
WHERE u.email LIKE 'bench-%%@example.test'
"""
_COUNTS: Final = f"""
INSERT INTO polls_tally (poll_id, area, question, answer, n)
SELECT %(poll)s, area, question, answer, {VOTES} / (SELECT count(*) FROM bench_area) / share
FROM bench_area, (
    SELECT 'park' AS question, 'o' || n AS answer, {_OPTIONS} AS share FROM generate_series(1, {_OPTIONS}) n
    UNION ALL SELECT 'order', 'o' || n || '@' || place, {_OPTIONS}
        FROM generate_series(1, {_OPTIONS}) n, generate_series(1, {_OPTIONS}) place
    UNION ALL SELECT 'mark', n::text, 5 FROM generate_series(1, 5) n
    UNION ALL SELECT question, '', 1 FROM unnest(ARRAY['', 'park', 'order', 'mark', 'where']) question
    UNION ALL SELECT 'where', round(54 + n / 100 * 0.01, 2) || ',' || round(40 + n %% 100 * 0.01, 2), {CELLS}
        FROM generate_series(1, {CELLS}) n
) said;
ANALYZE polls_tally
"""
_WAVES: Final = f"""
WITH chosen AS (
    SELECT f.*, row_number() OVER (PARTITION BY authority_id ORDER BY appeal_id DESC) AS place,
           dense_rank() OVER (ORDER BY authority_id) AS body
    FROM stats_fact f WHERE rating IS NOT NULL AND authority_id <> 0 AND answered_on > now() - interval '1 year'
), wave AS (
    INSERT INTO assessment_wave (authority_id, first_at, last_at, rule, found_at, reason)
    SELECT DISTINCT authority_id, now() - interval '2 hours', now(), '{{}}'::jsonb, now(), '' FROM chosen
    WHERE body <= {WAVES} RETURNING id, authority_id
)
INSERT INTO assessment_setaside (wave_id, appeal_id, rated_at, born_at, stars)
SELECT w.id, c.appeal_id, now(), now(), c.rating FROM wave w JOIN chosen c USING (authority_id) WHERE place <= {RATINGS}
"""


def fill() -> None:
    """Replies to the survey are not counted."""
    if not Poll.objects.filter(code=POLL).exists():
        with transaction.atomic():
            run(_STREETS, _WORKS)
            _poll()
    run("TRUNCATE assessment_setaside, assessment_wave", _WAVES)
    if SurveyReply.objects.count() < REPLIES:
        _survey()


def run(*statements: str, **values: int) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values or None)


def _survey() -> None:
    """Surveys that the portal has begun with are taken."""
    now = clock.now()
    like = User.objects.create_user("bench-0@example.test", name="Житель")
    run(_PEOPLE, n=REPLIES, like=like.pk)
    for year in (now.year - 1, now.year):
        days = {"opens_on": date(year, 1, 1), "closes_on": date(year, 12, 31)}
        if not Survey.objects.filter(year=year).exists():
            surveys.save(year=year, **days, rows=surveys.FIRST, by=like, now=now)
        survey = Survey.objects.get(year=year)
        run(_REPLIES, survey=survey.pk, questions=survey.questions.count())
    run("ANALYZE assessment_surveyreply, people_user")


def _poll() -> None:
    now, day = clock.now(), timedelta(days=1)
    made = Poll.objects.create(
        code=POLL, languages=["ru"], title={"ru": "Где быть парку?"}, created_at=now - 9 * day,
        published_at=now - 9 * day, opens_at=now - 9 * day, closes_at=now - 2 * day, ended_at=now - 2 * day,
        counted_at=now - day,
    )  # fmt: skip
    options = [{"code": f"o{n}", "text": {"ru": f"Вариант {n}"}} for n in range(1, _OPTIONS + 1)]
    asked = {"park": "single", "order": "ranking", "mark": "scale", "where": "place"}
    Question.objects.bulk_create(
        Question(
            poll=made, code=code, order=n, kind=kind, text={"ru": code},
            options=options if kind in ("single", "ranking") else [],
        )
        for n, (code, kind) in enumerate(asked.items(), start=1)
    )  # fmt: skip
    run(
        "DROP TABLE IF EXISTS bench_area; CREATE UNLOGGED TABLE bench_area AS SELECT DISTINCT area FROM bench_place"
    )
    run(_COUNTS, poll=made.pk)
    for state in ("open", "ended", "counted"):
        Poll.objects.filter(pk=made.pk).update(state=state)
