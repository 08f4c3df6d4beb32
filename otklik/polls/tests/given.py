"""Ready-made rows for tests. Each function takes only what the test is about."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from otklik.kit import clock
from otklik.people.models import Organisation, Representation, User
from otklik.polls.models import Poll, Question
from otklik.polls.standing import Voter

DAY = timedelta(days=1)
YES_NO = [{"code": "yes", "text": {"ru": "Да"}}, {"code": "no", "text": {"ru": "Нет"}}]
PARKS = [{"code": code, "text": {"ru": code.title()}} for code in ("pond", "stage", "trees")]


def a_poll(*questions: dict[str, Any], state: str = "open", **more: Any) -> Poll:
    """Opened yesterday by the database's clock, which takes the votes; ends tomorrow. Without questions: yes or no."""
    now = clock.now()
    made = Poll.objects.create(
        **{
            "code": f"p-{uuid4().hex[:8]}",
            "title": {"ru": "Нужен ли парк?"},
            "languages": ["ru"],
            "opens_at": now - DAY,
            "closes_at": now + DAY,
            "created_at": now - 2 * DAY,
            **more,
        }
    )
    for order, question in enumerate(questions or [{"code": "park", "kind": "single", "options": YES_NO}], 1):
        Question.objects.create(poll=made, order=order, **{"text": {"ru": "Вопрос"}, **question})
    Poll.objects.filter(pk=made.pk).update(state=state)
    made.state = state
    return made


EVERY_KIND: list[dict[str, Any]] = [
    {"code": "park", "kind": "single", "options": YES_NO},
    {"code": "what", "kind": "multiple", "options": PARKS, "rules": {"least": 1, "most": 2}},
    {"code": "mark", "kind": "scale", "rules": {"from": 1, "to": 5}},
    {"code": "first", "kind": "ranking", "options": PARKS},
    {"code": "words", "kind": "text", "rules": {"most": 40}, "required": False},
    {"code": "where", "kind": "place", "required": False},
]
# With `places.tests.given.a_territory`.
ANSWERS: dict[str, Any] = {
    "park": "yes",
    "what": ["trees", "pond"],
    "mark": 4,
    "first": ["trees", "pond", "stage"],
    "words": "Больше скамеек",
    "where": [40.05, 54.05],
}


def a_citizen(**more: Any) -> User:
    return User.objects.create_user(f"{uuid4()}@example.test", None, name="Вера", **more)


def an_organisation_of(user: User) -> Organisation:
    made = Organisation.objects.create(inn=uuid4().hex[:12], name="ООО «Липа»")
    Representation.objects.create(
        user=user, organisation=made, post="директор", asked_at=clock.now(), confirmed_at=clock.now()
    )
    return made


def somebody(n: int = 1) -> Voter:
    """A voter of whom the database knows nothing: a poll asks only for the key."""
    return Voter(key=f"u{n}")
