"""Short codes that a person types from a letter or an SMS. None is stored: each is counted out of what it is for."""

from secrets import compare_digest, token_urlsafe

from django.utils.crypto import salted_hmac


def nonce() -> str:
    """What makes one code unlike the next; useless without settings.SECRET_KEY."""
    return token_urlsafe(16)


def digits(purpose: str, *about: object, length: int = 8) -> str:
    """The code for `about`: always the same, and known only to who holds settings.SECRET_KEY."""
    made = salted_hmac(f"otklik.codes.{purpose}", "\n".join(map(str, about)), algorithm="sha256")
    return f"{int.from_bytes(made.digest()[:16]) % 10**length:0{length}}"


def spaced(code: str) -> str:
    """1234 5678: as it is read aloud and typed."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def same(typed: str, code: str) -> bool:
    """Blanks and dashes among the figures do not matter; an empty `code` is never the same."""
    said = "".join(sign for sign in typed[:40] if sign not in " -\u00a0\u2013")
    return bool(code) and compare_digest(said.encode(), code.encode())
