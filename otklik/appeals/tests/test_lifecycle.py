"""The table itself is sound."""

import pytest

from otklik.appeals import labels
from otklik.appeals.lifecycle import (
    FINAL,
    MOVES,
    STAGE_OF_STATE,
    START,
    Attention,
    Decision,
    Kind,
    Move,
    RefusalReason,
    Stage,
    State,
)

pytestmark = pytest.mark.route


def reached(kind: Kind) -> set[State]:
    found = set(START)
    while True:
        more = {
            leg.target for leg in MOVES.values() if leg.target and kind in leg.kinds and leg.sources & found
        }
        if more <= found:
            return found
        found |= more


@pytest.mark.parametrize("kind", [Kind.PROBLEM, Kind.PROPOSAL])
def test_a_problem_and_a_proposal_can_reach_every_state(kind):
    assert reached(kind) == set(State)


def test_thanks_are_never_answered_nor_returned_yet_closed():
    assert reached(Kind.THANKS) == set(State) - {State.ANSWERED, State.RETURNED}


def test_nothing_leaves_a_final_state_but_a_duplicate_whose_merge_is_taken_back():
    leaving = {move for move, leg in MOVES.items() if leg.target and FINAL & leg.sources}
    assert leaving == {Move.SPLIT}
    assert MOVES[Move.SPLIT].sources == {State.DUPLICATE}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_other_state_has_a_way_out_for_its_kind(kind):
    left = set().union(*(leg.sources for leg in MOVES.values() if leg.target and kind in leg.kinds))
    assert reached(kind) - FINAL <= left


def test_every_move_but_the_first_is_in_the_table():
    assert set(MOVES) == set(Move) - {Move.RECEIVE}


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (labels.KIND, Kind),
        (labels.KINDS, Kind),
        (labels.STATE, State),
        (labels.TONE, State),
        (labels.STAGE, Stage),
        (labels.MOVE, Move),
        (labels.DECISION, Decision),
        (labels.REFUSAL, RefusalReason),
        (labels.ATTENTION, Attention),
        (STAGE_OF_STATE, State),
    ],
)
def test_every_code_has_words(words, codes):
    assert set(words) == set(codes)
