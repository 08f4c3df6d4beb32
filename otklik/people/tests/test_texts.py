"""Every kind of message can be made in both languages out of its sample, and says nothing odd."""

import re

import pytest
from django.conf import settings

from otklik.outbox import samples, wording
from otklik.outbox.models import Message
from otklik.people import reach

pytestmark = pytest.mark.people

CYRILLIC = re.compile("[А-Яа-яЁё]")
VALUES = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def made(kind: str, language: str, **more: str) -> wording.Words:
    message = Message(
        pk=7, kind=kind, to="vera@example.test", language=language, context=dict(samples.sample(kind))
    )
    return wording.text_of(message, more, {})


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("kind", wording.kinds())
def test_every_kind_has_words_in_both_languages_and_a_sample(kind: str, language: str):
    """A kind without a sample? Add it to outbox/samples.py; without English words: <kind>.en.txt beside it."""
    subject, body = made(kind, language)
    assert subject
    assert "{" not in subject + body
    assert len(subject) <= 150
    name = wording.template(kind, language).name
    assert name == (f"{kind}.txt" if language == "ru" else f"{kind}.en.txt")
    said = VALUES.sub("", wording.file_of(kind, language))
    assert bool(CYRILLIC.search(said)) is (language == "ru")


@pytest.mark.parametrize("kind", wording.kinds())
def test_both_languages_name_the_same_values(kind: str):
    def named(language: str) -> set[str]:
        tree = wording.environment().parse(wording.file_of(kind, language))
        return wording_names(tree)

    assert named("en") == named("ru")


def wording_names(tree: object) -> set[str]:
    from jinja2 import meta

    return meta.find_undeclared_variables(tree)  # type: ignore[arg-type]


def test_a_message_leads_to_the_first_address_in_it():
    assert made("answered", "ru").link == f"{settings.BASE_URL}/mine/MTI:1vNqGd:Jt0bq3nXw"
    assert made("closed", "ru").link == "https://portal.example.test/appeals/123456789"
    assert wording.Words("", "Смотрите https://example.test/x. И всё").link == "https://example.test/x"
    assert made("email-changed", "ru").link == ""


def test_news_may_be_ended_and_what_is_urgent_or_about_the_account_not():
    ended = {kind for kind in wording.kinds() if reach.may_be_ended(kind)}
    assert {
        "received",
        "published",
        "sent",
        "answered",
        "returned",
        "closed",
        "merged",
        "refused",
        "digest",
    } <= ended
    assert not ended & {"confirmation", "question", "confirm", "reset", "password-changed", "email-changed"}
