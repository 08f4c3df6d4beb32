"""One appeal with everything that its page shows, in one statement.

Plain SQL: no page is read more, and making five statements out of objects took two thirds of its
time. Lists come as JSON; names by subqueries, which the database plans one by one, where nine joins would be planned
against each other.
"""

from typing import Any, Final

from otklik.appeals import public
from otklik.kit import replica

_ALL: Final = """
SELECT a.id, a.number, a.kind, a.state, a.text, a.fields::json AS fields, a.address,
  ST_X(a.point) AS lon, ST_Y(a.point) AS lat, a.topic_id, a.category_id,
  a.received_at, a.published_at, a.answer_by, a.closed_at, a.supporters, a.followers, a.rating, a.solved, a.verdict,
  a.original_id, a.withheld, a.confidential, a.state_since, a.question_by,
  (SELECT title FROM classifier_topic WHERE id = a.topic_id) AS topic,
  (SELECT json_build_object('title', title, 'code', code) FROM classifier_category
    WHERE id = a.category_id) AS category,
  (SELECT name FROM places_territory WHERE id = a.territory_id) AS territory,
  (SELECT json_build_object('name', name, 'phone', phone) FROM authorities_authority
    WHERE id = a.authority_id) AS authority,
  (SELECT name FROM people_organisation WHERE id = a.organisation_id AND NOT a.author_hidden) AS organisation,
  (SELECT json_build_object('name', name, 'given_name', given_name, 'surname', surname, 'name_shown', name_shown,
      'deleted_at', deleted_at) FROM people_user WHERE id = a.author_id AND NOT a.author_hidden) AS author,
  (SELECT registered_number FROM appeals_dispatch d WHERE d.appeal_id = a.id
    ORDER BY d.round DESC LIMIT 1) AS msed_number,
  (SELECT json_agg(json_build_object('id', p.id, 'clarifies', p.clarifies, 'hidden', p.hidden) ORDER BY p.place)
    FROM appeals_photo p WHERE p.appeal_id = a.id) AS photos,
  (SELECT json_agg(json_build_object('id', e.id, 'title', e.title) ORDER BY e.added_at, e.id)
    FROM appeals_enclosure e WHERE e.appeal_id = a.id) AS enclosed,
  (WITH RECURSIVE tree AS (
      SELECT id, number, withheld FROM appeals_appeal WHERE original_id = a.id AND state = 'duplicate'
      UNION SELECT d.id, d.number, d.withheld FROM appeals_appeal d JOIN tree ON d.original_id = tree.id
        WHERE d.state = 'duplicate')
    SELECT json_agg(json_build_object('id', p.id, 'number', tree.number) ORDER BY tree.id, p.place)
    FROM tree JOIN appeals_photo p ON p.appeal_id = tree.id AND NOT p.clarifies AND NOT p.hidden
      WHERE NOT tree.withheld) AS joined,
  (SELECT json_agg(json_build_object('move', j.move, 'at', j.at, 'reason', j.reason, 'detail', j.detail)
      ORDER BY j.id) FROM appeals_journalrow j WHERE j.appeal_id = a.id) AS journal,
  (SELECT json_agg(json_build_object('text', c.text, 'at', c.written_at, 'author', json_build_object(
        'name', u.name, 'given_name', u.given_name, 'surname', u.surname, 'name_shown', u.name_shown,
        'deleted_at', u.deleted_at)) ORDER BY c.written_at DESC, c.id DESC)
    FROM (SELECT * FROM appeals_comment WHERE appeal_id = a.id AND state = 'shown'
      ORDER BY written_at DESC, id DESC LIMIT %(said)s) c JOIN people_user u ON u.id = c.author_id) AS said,
  CASE WHEN a.answered_at IS NOT NULL THEN (
    SELECT json_agg(json_build_object('text', w.text, 'decision', w.decision, 'planned_on', w.planned_on,
        'signatory', w.signatory, 'number', w.number, 'on', w.on, 'received_at', w.received_at, 'files', (
          SELECT json_agg(json_build_object('id', f.id, 'title', f.title, 'is_photo', f.is_photo) ORDER BY f.place)
          FROM appeals_answerfile f WHERE f.answer_id = w.id)) ORDER BY w.id DESC)
    FROM appeals_answer w WHERE w.appeal_id = a.id) END AS answers
FROM appeals_appeal a
"""
_CARRIES_ON: Final = """
WITH RECURSIVE way AS (
  SELECT id, number, state, withheld, original_id FROM appeals_appeal WHERE id = %(id)s
  UNION SELECT a.id, a.number, a.state, a.withheld, a.original_id
    FROM appeals_appeal a JOIN way ON a.id = way.original_id)
SELECT number, state, withheld, id FROM way WHERE original_id IS NULL LIMIT 1
"""


SAID: Final = 20  # comments on the page of an appeal; one more tells that there are others


def row(**which: str | int) -> dict[str, Any] | None:
    """Columns by name of the appeal with this `number`, `id` or both `number` and `author_id`; None: there is none."""
    rule = " AND ".join(f"a.{column} = %({column})s" for column in which)
    found = replica.named(f"{_ALL} WHERE {rule}", {**which, "said": SAID + 1})
    return found[0] if found else None


def successor(original_id: int) -> tuple[str, bool]:
    """Number of the appeal that carries on at the end of all mergers, and whether everybody sees it."""
    number, state, withheld, _id = replica.rows(_CARRIES_ON, {"id": original_id})[0]
    return number, public.is_shown(state, withheld=withheld)


def root(original_id: int) -> int:
    """Id of the same appeal."""
    return int(replica.rows(_CARRIES_ON, {"id": original_id})[0][3])
