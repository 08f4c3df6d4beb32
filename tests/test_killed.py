"""Web and worker are killed with -9 at random moments while people file, confirm and publish appeals.

Nothing that was acknowledged is lost and nothing is sent twice. `./test route -k killed --appeals 500` for the whole
storm. A letter may come twice, with the same Message-ID, when the kill falls between the mail server's «250» and our
commit: no protocol of mail can close that gap.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.fault.books import Books, arrived, the_books
from tests.fault.killer import Killer
from tests.fault.people import Citizens, Confirmations, Moderator, Person
from tests.fault.portal import a_database, a_portal
from tests.fault.post_office import PostOffice, a_post_office

pytestmark = pytest.mark.route

CALM = 120  # seconds in which something must go on: how fast it goes is the machine's affair


def test_killed_at_random_moments_nothing_is_lost_and_nothing_sent_twice(tmp_path: Path, pytestconfig):
    appeals = int(pytestconfig.getoption("--appeals"))
    with (
        a_post_office() as office,
        a_database() as database,
        a_portal(
            tmp_path, database=database, OTKLIK_MAIL="smtp", OTKLIK_SMTP_PORT=str(office.port)
        ) as portal,
        the_books(database) as books,
    ):
        portal.run("prepare", "--appeals", "0")
        portal.start("stand", "msed-stand", "--spool", str(portal.spool), "--delay", "0.2")
        killer = Killer(portal, seed=20261125, pause=(0.5, 5.0))
        citizens = Citizens(portal.base, books.subjects(), books.spots(), appeals=appeals)
        confirmations, moderator = Confirmations(portal.base, office), Moderator(portal.base)
        people: list[Person] = [citizens, confirmations, moderator]

        began = time.monotonic()
        with killer.at_work():
            for person in people:
                person.start()
            citizens.finish()
            until(
                lambda: len(moderator.published) == appeals, people, goes_on=lambda: len(moderator.published)
            )
        storm = time.monotonic() - began
        until(lambda: at_rest(books, appeals), people, goes_on=lambda: at_work(books))
        for person in people:
            person.finish(now=True)
        calm = time.monotonic() - began - storm

        assert books.numbers() == citizens.acknowledged
        assert len(citizens.acknowledged) == len(set(citizens.acknowledged.values())) == appeals
        assert books.publications() == dict.fromkeys(moderator.published, 1)
        assert books.documents() == arrived(portal.spool) == dict.fromkeys(books.documents(), 1)
        assert set(books.answers().values()) == {1}
        assert [
            packet for packet in books.packets() if packet[2] in ("queued", "rejected", "quarantined")
        ] == []
        assert books.packets()["out", "document", "delivered"] == len(books.documents()) == appeals
        twice = check_letters(books, office, kills=killer.kills["worker"])
        tell(appeals, killer.kills, broken=sum(p.broken for p in people), storm=storm, calm=calm, twice=twice)


def until(true: Callable[[], bool], people: Sequence[Person], *, goes_on: Callable[[], object]) -> None:
    """Wait, as long as `goes_on` says something new every CALM seconds. A thread's trouble is raised at once."""
    end, said = time.monotonic() + CALM, goes_on()
    while not true():
        for person in people:
            person.check()
        if (new := goes_on()) != said:
            end, said = time.monotonic() + CALM, new
        assert time.monotonic() < end, said
        time.sleep(0.2)


def at_rest(books: Books, appeals: int) -> bool:
    states = books.states()
    return (
        states["answered"] + states["closed"] == appeals
        and not books.jobs()
        and not any(state == "queued" for _direction, _kind, state in books.packets())
        and all(books.letters().values())
    )


def at_work(books: Books) -> object:
    """Changes while anything is still being done."""
    return books.states(), books.packets(), books.jobs(), sum(books.letters().values())


def check_letters(books: Books, office: PostOffice, *, kills: int) -> int:
    """Each letter of the portal came, under its own Message-ID. Returns how many came more than once."""
    wanted = {f"<otklik-{key}@example.test>" for key in books.letters()}
    assert set(office.letters) == wanted
    assert books.letters_of_an_appeal_twice() == []
    twice = [copies for copies in office.letters.values() if len(copies) > 1]
    assert len(twice) <= kills  # at most the one that was on its way
    assert all(copy.as_bytes() == copies[0].as_bytes() for copies in twice for copy in copies)
    return len(twice)


def tell(appeals: int, kills: dict[str, int], **figures: float) -> None:
    said = ", ".join(f"{name} {value:.0f}" for name, value in {**kills, **figures}.items())
    sys.stderr.write(f"\n{appeals} appeals; killed, seconds and the rest: {said}\n")
