"""What is kept in memory is asked once, and anew when its time is over."""

import pytest

from otklik.kit.kept import kept

pytestmark = pytest.mark.public


def test_an_answer_is_kept_for_its_time_and_for_its_arguments():
    asked: list[int] = []

    @kept(60)
    def double(n: int) -> int:
        asked.append(n)
        return 2 * n

    assert [double(1), double(1), double(2)] == [2, 2, 4]
    assert asked == [1, 2]


def test_an_old_answer_is_asked_for_again():
    asked: list[int] = []

    @kept(0)
    def nothing() -> None:
        asked.append(1)

    nothing(), nothing()
    assert len(asked) == 2
