"""What came in a form or an address, read without trust."""


def whole(typed: str) -> int | None:
    """A whole number of at most 18 digits, which fits every column; None: something else."""
    return int(typed) if len(typed) <= 18 and typed.isdecimal() else None
