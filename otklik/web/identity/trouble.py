"""A sign-in elsewhere that fails, as allauth's own error: its views lead to `answers`. Loads `requests`."""

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from allauth.core.internal.deferred import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error


class Trouble(OAuth2Error):  # type: ignore[misc]  # allauth has no types
    """kind: a key of `answers.STATUS`. code: of the other side."""

    def __init__(self, kind: str, code: str = "") -> None:
        super().__init__(f"{kind} {code}".strip())
        self.kind, self.code = kind, code


@contextmanager
def told() -> Iterator[None]:
    """What a server answered that does not keep to OpenID Connect becomes Trouble instead of a page 500."""
    try:
        yield
    except Trouble:
        raise
    except requests.RequestException as e:
        raise Trouble("unavailable") from e
    except (OAuth2Error, jwt.PyJWTError, LookupError, TypeError, ValueError, AttributeError) as e:
        raise Trouble("refused") from e
