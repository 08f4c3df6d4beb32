"""Web Push (RFC 8030, 8291, 8292): messages for browsers through the push service that each of them names."""

from otklik.integrations.push.gateway import Browser, Gateway, Gone, Refused, Unavailable, may_be_asked
from otklik.integrations.push.keys import new_key, public_key, usable

__all__ = [
    "Browser",
    "Gateway",
    "Gone",
    "Refused",
    "Unavailable",
    "may_be_asked",
    "new_key",
    "public_key",
    "usable",
]
