"""«Кто отвечает?»: of a topic in a municipality: the body that an appeal would go to, the term, what the law says."""

from dataclasses import dataclass
from datetime import date

from otklik.authorities import queries as authorities
from otklik.authorities import routing
from otklik.classifier.models import Topic
from otklik.reference.queries import bodies, lists
from otklik.terms import rules
from otklik.terms.rules import About, Terms


@dataclass(frozen=True, slots=True)
class Answer:
    body: bodies.BodyCard | None  # None: nobody is named, a moderator will decide
    reached: bool  # an appeal goes there by itself
    terms: Terms
    answer_by: date | None  # of an appeal published today; None: thanks, which nobody answers
    laws: list[lists.LawRow]


def answers(topic: Topic, *, territory_code: str, kind: str, on: date) -> Answer:
    """The same choice as `assignment` makes. territory_code: OKTMO; "": nobody knows where. Four statements at most."""
    choice = (
        routing.responsible(topic_code=topic.code, duty=topic.duty, territory_code=territory_code)
        if territory_code
        else None
    )
    about = About.of(topic, kind)
    return Answer(
        body=bodies.of(choice.authority) if choice else None,
        reached=choice is not None and authorities.way_to(choice.authority) is not None,
        terms=rules.terms(about, on=on),
        answer_by=rules.answer_by(about, since=on),
        laws=lists.laws(topic=topic.code, category=topic.category.code),
    )
