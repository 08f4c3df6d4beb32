"""Links of letters open one thing, for a time."""

from datetime import timedelta

import pytest

from otklik.kit import clock, links

pytestmark = pytest.mark.route


def test_a_link_opens_what_it_was_made_for():
    assert links.read("confirm", links.sign("confirm", 17), days=7) == 17


def test_signed_for_one_moment_it_is_the_same_whenever_it_is_signed():
    yesterday = clock.now() - timedelta(days=1)
    token = links.sign("confirm", 17, at=yesterday)
    assert token == links.sign("confirm", 17, at=yesterday) != links.sign("confirm", 17)
    assert links.read("confirm", token, days=2) == 17
    with pytest.raises(links.BadLink):
        links.read("confirm", token, days=0)


def test_it_opens_nothing_else():
    with pytest.raises(links.BadLink):
        links.read("author", links.sign("confirm", 17), days=7)


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1], lambda token: "M" + token, lambda token: "", str.lower]
)
def test_cut_or_altered_it_opens_nothing(spoil):
    token = links.sign("confirm", 17)
    assert spoil(token) != token
    with pytest.raises(links.BadLink) as refused:
        links.read("confirm", spoil(token), days=7)
    assert refused.value.status == 404


def test_it_grows_old():
    token = links.sign("confirm", 17)
    with pytest.raises(links.BadLink):
        links.read("confirm", token, days=-1)


def test_another_key_voids_all_links(settings):
    token = links.sign("confirm", 17)
    settings.SECRET_KEY = "another"  # noqa: S105
    with pytest.raises(links.BadLink):
        links.read("confirm", token, days=7)
