"""Answers that fit are stored in one spelling; those that do not are named, each by its question."""

import pytest

from otklik.polls.answers import BadAnswers, Fault, asked, checked, dead_ends
from otklik.polls.asking import Option, Question

pytestmark = pytest.mark.sections

ABC = tuple(Option(code, {}) for code in ("a", "b", "c"))
SINGLE = Question("one", "single", options=ABC)
SOME = Question("some", "multiple", options=ABC, least=1, most=2)
SCALE = Question("mark", "scale", low=0, high=10)
RANKS = Question("ranks", "ranking", options=ABC, least=3, most=3)
TEXT = Question("text", "text", most=5)
PLACE = Question("place", "place")
BRANCH = Question("why", "text", most=100, after="one", when=("b", "c"))


def check(question: Question, answer: object) -> object:
    def inside(lon: float, lat: float) -> bool:
        return 39 <= lon <= 40 and 55 <= lat <= 56

    return checked([question], {question.code: answer}, inside=inside)[question.code]


@pytest.mark.parametrize(
    ("question", "given", "stored"),
    [
        (SINGLE, "b", "b"),
        (SOME, ["c", "a"], ["a", "c"]),
        (SCALE, 0, 0),
        (SCALE, "10", 10),
        (RANKS, ["c", "a", "b"], ["c", "a", "b"]),
        (TEXT, " да\r\nх ", "да\nх"),
        (TEXT, "и\u0306", "й"),
        (PLACE, [39.1234567, "55.5"], [39.12346, 55.5]),
    ],
)
def test_what_fits_is_stored(question: Question, given: object, stored: object):
    assert check(question, given) == stored


@pytest.mark.parametrize(
    ("question", "given", "fault"),
    [
        (SINGLE, None, Fault.MISSING),
        (SINGLE, "d", Fault.UNKNOWN_OPTION),
        (SINGLE, ["a"], Fault.UNREADABLE),
        (SINGLE, {"a": 1}, Fault.UNREADABLE),
        (SOME, [], Fault.MISSING),
        (SOME, ["a", "b", "c"], Fault.TOO_MANY),
        (SOME, ["a", "a"], Fault.REPEATED),
        (SOME, ["a", "x"], Fault.UNKNOWN_OPTION),
        (SOME, [["a"]], Fault.UNREADABLE),
        (SOME, "a", Fault.UNREADABLE),
        (SCALE, 11, Fault.OFF_SCALE),
        (SCALE, "-1", Fault.OFF_SCALE),
        (SCALE, True, Fault.UNREADABLE),
        (SCALE, 4.5, Fault.UNREADABLE),
        (SCALE, "--5", Fault.UNREADABLE),
        (SCALE, "1" * 5000, Fault.UNREADABLE),
        (RANKS, ["a", "b"], Fault.TOO_FEW),
        (RANKS, ["a", "b", "b"], Fault.REPEATED),
        (TEXT, "   ", Fault.MISSING),
        (TEXT, "шестьь", Fault.TOO_LONG),
        (TEXT, "\ud800", Fault.UNREADABLE),
        (TEXT, 5, Fault.UNREADABLE),
        (PLACE, [38.9, 55.5], Fault.OUTSIDE),
        (PLACE, ["nan", 55.5], Fault.UNREADABLE),
        (PLACE, [1e400, 55.5], Fault.UNREADABLE),
        (PLACE, [39.5], Fault.UNREADABLE),
        (PLACE, [True, 55.5], Fault.UNREADABLE),
    ],
)
def test_what_does_not_fit_is_named(question: Question, given: object, fault: Fault):
    with pytest.raises(BadAnswers) as told:
        check(question, given)
    assert told.value.errors == {question.code: fault}


def test_all_faults_are_told_at_once_also_of_questions_that_are_not_in_the_poll():
    with pytest.raises(BadAnswers) as told:
        checked([SINGLE, SCALE], {"one": "d", "mark": 99, "other": "x"}, inside=lambda lon, lat: True)
    assert told.value.errors == {
        "one": Fault.UNKNOWN_OPTION,
        "mark": Fault.OFF_SCALE,
        "other": Fault.UNKNOWN_QUESTION,
    }


def test_an_empty_ballot_is_none_even_where_nothing_is_required():
    with pytest.raises(BadAnswers) as told:
        checked(
            [Question("text", "text", most=5, required=False)], {"text": ""}, inside=lambda lon, lat: True
        )
    assert told.value.errors == {"": Fault.EMPTY}


def test_a_branch_is_asked_of_those_who_chose_it_and_what_others_say_there_is_dropped():
    assert asked([SINGLE, BRANCH], {"one": "b"}) == [SINGLE, BRANCH]
    assert asked([SINGLE, BRANCH], {"one": "a"}) == [SINGLE]
    given = {"one": "a", "why": "иначе"}
    assert checked([SINGLE, BRANCH], given, inside=lambda lon, lat: True) == {"one": "a"}


def test_a_branch_hangs_also_on_marks_and_on_any_of_several_and_falls_with_the_question_it_hangs_on():
    low = Question("low", "single", options=ABC, after="mark", when=("0", "1"))
    then = Question("then", "text", most=9, after="low", when=("a",))
    of_some = Question("of_some", "text", most=9, after="some", when=("b",))
    every = [SOME, SCALE, low, then, of_some]
    assert asked(every, {"mark": 1, "low": "a", "some": ["a", "b"]}) == every
    assert asked(every, {"mark": 5, "low": "a", "some": ["a"]}) == [SOME, SCALE]


def test_a_branch_that_nobody_can_take_is_found():
    later = Question("early", "text", after="one", when=("a",))
    nowhere = Question("nowhere", "text", after="one", when=("z",))
    assert list(dead_ends([later, SINGLE, BRANCH, nowhere])) == ["early", "nowhere"]
