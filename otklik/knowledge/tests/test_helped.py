"""«Помогло?» is one verdict a reader, and says nothing of the reader."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection

from otklik.knowledge import helped
from otklik.knowledge.editing import NoArticle
from otklik.knowledge.models import Article, Verdict
from otklik.knowledge.tests.given import NOON, an_article

pytestmark = [pytest.mark.sections, pytest.mark.django_db]


def say(helped_: bool, *, reader: str = "u1", words: str = "", article: str = "hot-water") -> None:
    helped.give(article=article, reader=reader, helped=helped_, words=words, now=NOON)


def figures() -> tuple[int, int]:
    helped.fold()
    return Article.objects.values_list("helped", "failed").get()


def test_each_reader_counts_once_and_may_think_again():
    an_article()
    say(True)
    say(True)
    say(False, reader="b2")
    assert figures() == (1, 1)
    assert figures() == (1, 1)  # folded twice
    say(False, words="Телефон не отвечает")
    assert figures() == (0, 2)
    assert helped.given(Article.objects.get().pk, "u1") is False
    assert helped.given(Article.objects.get().pk, "u3") is None


def test_nothing_kept_names_the_reader_or_joins_two_verdicts():
    an_article()
    an_article("other")
    say(True, reader="u77")
    say(True, reader="u77", article="other")
    voters = list(Verdict.objects.values_list("voter", flat=True))
    assert len(set(voters)) == 2
    assert not any(voter == "77" or "u77" in voter for voter in voters)


def test_editors_read_what_did_not_help_until_a_year_has_gone():
    an_article()
    say(False, words="  Нет   телефона\n района ")
    say(True, reader="b2", words="Спасибо")
    (row,) = helped.did_not_help().rows
    assert (row.code, row.words) == ("hot-water", "Нет телефона\nрайона")
    assert helped.did_not_help(article="other").rows == []
    assert helped.forget_old(now=NOON + timedelta(days=366)) == 1
    assert helped.did_not_help().rows[0].words == ""


def test_too_many_words_and_articles_that_are_not_there_are_refused():
    an_article(published=False)
    with pytest.raises(NoArticle):
        say(True)
    with pytest.raises(helped.BadVerdict):
        say(False, words="я" * 501)
    assert not Verdict.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_presses_on_two_devices_at_once_counts_once():
    an_article()

    def press(yes: bool) -> None:
        say(yes)
        helped.fold()
        connection.close()

    threads = [Thread(target=press, args=(n % 2 == 0,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(figures()) == 1
