"""GET /api/v1/terms: the calculator of terms, «когда мне ответят»."""

from datetime import date

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from otklik.appeals.lifecycle import Kind
from otklik.classifier import queries as classifier
from otklik.kit import clock
from otklik.reference import dates
from otklik.terms import rules
from otklik.terms.rules import WHATEVER, About
from otklik.web.api.asking import BadQuery
from otklik.web.api.endpoint import reads
from otklik.web.api.words import Code


class TermsAsked(Struct):
    """Without `topic` the terms are those of a usual one, without `filed_on` of an appeal that is filed today."""

    topic: Code = ""
    kind: Kind = Kind.PROBLEM
    filed_on: date | None = None
    registered_on: date | None = None


class TermStep(Struct):
    title: str
    due_on: date
    source: str
    checked: bool
    note: str


class Terms(Struct):
    """answer_days, answer_by: of a message on the portal that is published on the day it is filed; null: nobody owes an
    answer. by_portal: what is done with that message, by_law: with a statement under 59-ФЗ.
    """

    filed_on: date
    answer_days: int | None
    in_working_days: bool
    answer_by: date | None
    by_portal: list[TermStep]
    by_law: list[TermStep]
    warnings: list[str]


@reads(_("Когда ответят: сроки по дням"), asks=TermsAsked, gives=Terms, keeps=300)
def terms(asked: TermsAsked) -> Terms:
    """As the page «Когда мне ответят» counts. 404: there is no such topic. 400: days more than five years away, or a
    registration before the filing. `warnings`: of which year the working days are not published yet.
    """
    today = timezone.localdate(clock.now())
    filed, about = asked.filed_on or today, _about(asked)
    wrong = dates.faults(filed, asked.registered_on, today=today)
    if wrong:
        raise BadQuery({f"{name}_on": words for name, words in wrong.items()})
    term = rules.terms(about, on=filed)
    message = dates.message(about, filed=filed)
    statement = dates.statement(about, received=filed, registered=asked.registered_on)
    return Terms(
        filed_on=filed,
        answer_days=None if asked.kind == rules.THANKS else term.answer_days,
        in_working_days=term.in_working_days,
        answer_by=rules.answer_by(about, since=filed),
        by_portal=_steps(message),
        by_law=_steps(statement),
        warnings=list(dict.fromkeys(message.warnings + statement.warnings)),
    )


def _about(asked: TermsAsked) -> About:
    if not asked.topic:
        return WHATEVER._replace(kind=asked.kind)
    topic = classifier.subject(asked.topic)
    if topic is None:
        raise Http404
    return About.of(topic, asked.kind)


def _steps(reckoned: dates.Reckoned) -> list[TermStep]:
    return [TermStep(one.title, one.by, one.source, one.verified, one.note) for one in reckoned.steps]
