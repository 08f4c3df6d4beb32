"""What may be answered: the questions that are asked, and whether answers fit them. Pure.

An answer is, by the kind of its question: single "code"; multiple ["code", …]; scale 4; ranking ["code", …], the best
first; text "words"; place [lon, lat] in degrees, WGS 84, five decimals.
"""

import math
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from otklik.polls.asking import Question

Answers = dict[str, Any]  # code of the question → answer; what was left out is not there
Inside = Callable[[float, float], bool]  # whether a point lies in the region


class Fault(StrEnum):
    MISSING = "missing"
    EMPTY = "empty"  # under "": nothing at all was answered
    UNKNOWN_QUESTION = "unknown_question"
    UNREADABLE = "unreadable"  # not of the shape of its kind
    UNKNOWN_OPTION = "unknown_option"
    REPEATED = "repeated"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OFF_SCALE = "off_scale"
    TOO_LONG = "too_long"
    OUTSIDE = "outside"


class BadAnswers(ValueError):
    """errors: code of the question → Fault."""

    def __init__(self, errors: dict[str, Fault]) -> None:
        super().__init__(", ".join(f"{code}: {fault}" for code, fault in errors.items()))
        self.errors = errors


class _Bad(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def asked(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """Those that are asked of somebody who answers so. A question hangs on an earlier one that was itself asked."""
    found: list[Question] = []
    for question in questions:
        leads = [q for q in found if q.code == question.after]
        if not question.after or (leads and _chosen(answers.get(leads[0].code)) & {*question.when}):
            found.append(question)
    return found


def checked(questions: Sequence[Question], given: Mapping[str, Any], *, inside: Inside) -> Answers:
    """The answers as they are stored; those to questions that are not asked are dropped. Raises BadAnswers."""
    errors = dict.fromkeys(given.keys() - {q.code for q in questions}, Fault.UNKNOWN_QUESTION)
    answers: Answers = {}
    for question in questions:
        if question not in asked(questions, answers):
            continue
        try:
            answer = _answer(question, given.get(question.code), inside)
        except _Bad as e:
            errors[question.code] = e.fault
        else:
            answers |= {question.code: answer} if answer is not None else {}
    if not answers and not errors:
        errors[""] = Fault.EMPTY
    if errors:
        raise BadAnswers(errors)
    return answers


def _answer(question: Question, said: object, inside: Inside) -> Any:
    """None: left out, and may be."""
    answer = _READ[question.kind](question, said)
    if answer in (None, "", []):
        if question.required:
            raise _Bad(Fault.MISSING)
        return None
    if question.kind == "place" and not inside(*answer):
        raise _Bad(Fault.OUTSIDE)
    return answer


def _chosen(answer: object) -> set[str]:
    """What a branch may hang on: codes of options, marks of a scale."""
    some = answer if isinstance(answer, list | tuple) else [answer]
    return {str(one) for one in some if isinstance(one, str | int)}


def _single(question: Question, said: object) -> object:
    if said in (None, "", []):
        return None
    if not isinstance(said, str):
        raise _Bad(Fault.UNREADABLE)
    if said not in question.codes:
        raise _Bad(Fault.UNKNOWN_OPTION)
    return said


def _some(question: Question, said: object) -> list[str]:
    if said in (None, "", []):
        return []
    if not isinstance(said, list | tuple) or not all(isinstance(one, str) for one in said):
        raise _Bad(Fault.UNREADABLE)
    if not {*said} <= {*question.codes}:
        raise _Bad(Fault.UNKNOWN_OPTION)
    if len({*said}) < len(said):
        raise _Bad(Fault.REPEATED)
    if len(said) < question.least:
        raise _Bad(Fault.TOO_FEW)
    if len(said) > question.most:
        raise _Bad(Fault.TOO_MANY)
    return list(said)


def _multiple(question: Question, said: object) -> object:
    """In the order of the options: the order of the clicks is nobody's business."""
    chosen = _some(question, said)
    return [code for code in question.codes if code in chosen]


def _scale(question: Question, said: object) -> object:
    if said in (None, ""):
        return None
    if isinstance(said, str) and said.removeprefix("-").isdecimal() and len(said) < 6:
        said = int(said)
    if not isinstance(said, int) or isinstance(said, bool):
        raise _Bad(Fault.UNREADABLE)
    if not question.low <= said <= question.high:
        raise _Bad(Fault.OFF_SCALE)
    return said


def _text(question: Question, said: object) -> object:
    if said is None:
        return None
    if not isinstance(said, str) or any(unicodedata.category(c) == "Cs" or c == "\0" for c in said):
        raise _Bad(Fault.UNREADABLE)
    words = unicodedata.normalize("NFC", said.replace("\r\n", "\n").strip())
    if len(words) > question.most:
        raise _Bad(Fault.TOO_LONG)
    return words


def _place(question: Question, said: object) -> object:
    if said in (None, "", [], ["", ""]):
        return None
    if not isinstance(said, list | tuple) or len(said) != 2:
        raise _Bad(Fault.UNREADABLE)
    return [_degrees(one) for one in said]


def _degrees(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise _Bad(Fault.UNREADABLE)
    try:
        number = float(said)
    except (ValueError, OverflowError):
        raise _Bad(Fault.UNREADABLE) from None
    if not math.isfinite(number) or abs(number) > 180:
        raise _Bad(Fault.UNREADABLE)
    return round(number, 5)


_READ: Final[Mapping[str, Callable[[Question, object], Any]]] = {
    "single": _single,
    "multiple": _multiple,
    "scale": _scale,
    "ranking": _some,
    "text": _text,
    "place": _place,
}


def dead_ends(questions: Sequence[Question]) -> Iterator[str]:
    """Codes of questions whose branch can never be taken: it hangs on a later or a missing one, or on no option."""
    known: dict[str, set[str]] = {}
    for question in questions:
        if question.after and not (known.get(question.after, set()) & {*question.when}):
            yield question.code
        marks = {str(mark) for mark in range(question.low, question.high + 1)}
        known[question.code] = marks if question.kind == "scale" else {*question.codes}
