"""Free ports of this machine."""

import socket
from random import SystemRandom
from typing import Final

from tools.say import Stop

# Below the range from which the system serves outgoing connections, and nobody's in /etc/services.
_OURS: Final = range(28_432, 28_932)


def free_port(prefer: int | None = None) -> int:
    """`prefer` when nobody listens there, else a free one of our range.

    By chance: two commands that start at once would both find the same first one, before either listens there.
    """
    if prefer and is_free(prefer):
        return prefer
    for port in SystemRandom().sample(_OURS, len(_OURS)):
        if is_free(port):
            return port
    raise Stop("Нет свободного порта в 28432–28931.")


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are just dying away counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True
