"""The protocol says what was asked of whom and what came of it; nothing that anybody typed is obeyed."""

import io

import pytest

from otklik.kit import clock
from otklik.places.tests.given import a_territory
from otklik.polls import protocol, queries
from otklik.polls.tests.given import EVERY_KIND, a_poll

pytestmark = [pytest.mark.sections, pytest.mark.django_db]

DIGEST = "ab" * 32


def told(counts, **more):
    questions = more.pop("questions", EVERY_KIND)
    poll = queries.poll(a_poll(*questions, **more).code)
    return protocol.told(poll, counts, digest=DIGEST, rights=7, now=clock.now())


def test_it_names_voters_ballots_quorum_and_each_figure():
    code = a_territory().code
    counts = {
        (code, "", ""): 4, ("", "", ""): 1, (code, "park", ""): 4, ("", "park", ""): 1, (code, "park", "yes"): 4,
        ("", "park", "no"): 1, (code, "first", ""): 1, (code, "first", "trees@1"): 1, (code, "mark", ""): 2,
        (code, "mark", "4"): 1, (code, "mark", "5"): 1,
    }  # fmt: skip
    found = told(counts, territory_codes=[code], age_from=16, confirmed_home=True, quorum=6)
    facts = dict(found["facts"])
    assert facts["Бюллетеней"] == "5"
    assert facts["Использовали право голоса"] == "7"
    assert facts["Кто голосовал"].endswith("не моложе 16, место жительства подтверждают Госуслуги")
    assert found["finding"].startswith("Опрос не состоялся")
    by_code = dict(zip([one["code"] for one in EVERY_KIND], found["questions"], strict=True))
    assert by_code["park"]["rows"] == [["Да", "4", "80,00"], ["Нет", "1", "20,00"]]
    assert by_code["first"]["rows"][0] == ["Trees", "3", "1,00"]
    assert "Средняя оценка: 4,50" in by_code["mark"]["note"]
    assert found["areas"][-1] == ["Другие и те, где голосов мало", "1"]
    assert found["digest"] == DIGEST


def test_a_tie_nobody_and_an_early_end_are_said():
    tie = told({("", "", ""): 2, ("", "park", ""): 2, ("", "park", "yes"): 1, ("", "park", "no"): 1})
    assert "Первое место поделили несколько вариантов." in tie["questions"][0]["note"]
    now = clock.now()
    early = told({}, ended_why="Стройку отменили.", ended_at=now)
    assert early["finding"] == "Никто не проголосовал."
    assert dict(early["facts"])["Завершён раньше срока"].endswith("Стройку отменили.")
    assert early["areas"] == []


def test_it_is_a_pdf_that_obeys_no_word_of_a_poll():
    wicked = '#panic("x") $ \\ <pages> «' + "я" * 300
    row = a_poll(title={"ru": wicked}, ended_why=wicked, ended_at=clock.now())
    content = protocol.pdf(queries.poll(row.code), {}, digest=DIGEST, rights=0, now=clock.now())
    assert content.startswith(b"%PDF-1.4")
    assert b"pdfaid:part" in io.BytesIO(content).read()
