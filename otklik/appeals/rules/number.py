"""The public number of an appeal: nine digits, spoken in threes, «481-270-356».

Eight digits are random, so a number tells nothing of how many appeals there are or which came before; the ninth
is Damm's check digit, which catches every single wrong digit and every swap of neighbours: an operator who
mishears gets «such a number does not exist», not somebody else's appeal.
"""

from collections.abc import Callable

LENGTH = 9
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _check(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim


def make(below: Callable[[int], int]) -> str:
    """A new number. below(n): a random whole number 0 <= x < n; the first digit is never 0.

    Unique only once the database has taken it: at ten million appeals one try in nine meets a taken number.
    """
    digits = str(10**7 + below(9 * 10**7))
    return f"{digits}{_check(digits)}"


def read(typed: str) -> str | None:
    """The number in what a person typed or said («№ 481 270-356»); None when it can't be one."""
    digits = "".join(c for c in typed if c in "0123456789")
    if len(digits) != LENGTH or digits[0] == "0" or _check(digits) != 0:
        return None
    return digits


def spoken(number: str) -> str:
    """«481-270-356»: how a number is shown everywhere."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"
