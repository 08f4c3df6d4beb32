"""Which way leads to which state, for the journals of the filling."""

from typing import Final

from otklik.appeals.lifecycle import MOVES, Move, State

M, S = Move, State
_SENT: Final = (M.RECEIVE, M.PUBLISH, M.ASSIGN)
_ANSWERED: Final = (*_SENT, M.REGISTER, M.PROGRESS, M.ANSWER)
# The moves that lead to each state; thanks have a way of their own to the end.
_WAYS: Final[dict[tuple[State, bool], tuple[Move, ...]]] = {
    (S.UNCONFIRMED, False): (M.RECEIVE,),
    (S.MODERATION, False): (M.RECEIVE,),
    (S.QUESTION, False): (M.RECEIVE, M.ASK),
    (S.REFUSED, False): (M.RECEIVE, M.REFUSE),
    (S.PUBLISHED, False): (M.RECEIVE, M.PUBLISH, M.UNROUTED),
    (S.SENDING, False): _SENT,
    (S.REGISTERED, False): (*_SENT, M.REGISTER),
    (S.ANSWERED, False): _ANSWERED,
    (S.RETURNED, False): (*_ANSWERED, M.RATE, M.RETURN),
    (S.CLOSED, False): (*_ANSWERED, M.RATE, M.CLOSE),
    (S.CLOSED, True): (*_SENT, M.REGISTER, M.FILE),
    (S.WITHDRAWN, False): (M.RECEIVE, M.PUBLISH, M.WITHDRAW),
    (S.DUPLICATE, False): (M.RECEIVE, M.PUBLISH, M.MERGE),
}
# Left out of a short journal: what no public page shows by itself.
_LONG: Final = frozenset({M.ASSIGN, M.REGISTER, M.PROGRESS, M.RATE, M.UNROUTED})
# Facts kept with a move, as the pages read them.
_DETAIL: Final = {
    M.ASSIGN: '{"authority": "Управление благоустройства", "why": "bench"}',
    M.REGISTER: '{"number": "ВХ-1204/26"}',
    M.PROGRESS: '{"notice": "executor", "executor": "Отдел обращений"}',
    M.ANSWER: '{"decision": "solved", "number": "ИСХ-88/26"}',
    M.RATE: '{"stars": 4, "solved": true}',
    M.REFUSE: '{"code": "no_facts"}',
    M.MERGE: '{"original": "100000007"}',
    M.CLOSE: '{"rated": true}',
    M.UNROUTED: '{"code": "nobody"}',
}


def _paths() -> str:
    """Each way as rows (state, thanks, place, move, from, to, long, detail), checked against the map of life."""
    values = []
    for (state, thanks), moves in _WAYS.items():
        was = ""
        for place, move in enumerate(moves):
            to = _target(state, was, move)
            long = move in _LONG and move is not moves[-1]
            detail = _DETAIL.get(move, "{}")
            values.append(
                f"('{state}', {thanks}, {place}, '{move}', '{was}', '{to}', {long}, '{detail}'::jsonb)"
            )
            was = to
        if was != state:
            raise ValueError(f"the way to {state} ends at {was}")
    return ", ".join(values)


def _target(state: State, was: str, move: Move) -> str:
    if move is M.RECEIVE:
        return (S.UNCONFIRMED if state is S.UNCONFIRMED else S.MODERATION).value
    leg = MOVES[move]
    if State(was) not in leg.sources:
        raise ValueError(f"no {move} from {was}")
    return (leg.target or State(was)).value


PATHS: Final = f"""
CREATE UNLOGGED TABLE bench_path AS
SELECT * FROM (VALUES {_paths()}) AS v (state, thanks, place, move, was, became, long, detail)
"""  # noqa: S608  # our own constants
