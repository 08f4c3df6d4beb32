"""A way to the portal that spoils answers: what passed through it is carried out, and its client does not know."""

import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Final

# As nginx says it: a page for people, where a program waits for JSON.
_BAD_GATEWAY: Final = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>\r\n"
)
_502: Final = (
    b"HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
    b"Connection: close\r\n\r\n%s" % (len(_BAD_GATEWAY), _BAD_GATEWAY)
)
HEADER: Final = b"x-spoil:"  # names the fault; the first request of its kind and key meets it, repeats pass
FAULTS: Final = ("kill", "half", "no length", "page after", "page before")


class Wire(ThreadingTCPServer):
    """Each request goes to the portal by a connection of its own."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Hop)
        self.portal = ("127.0.0.1", port)
        self.met: Counter[str] = Counter()
        self._seen: set[bytes] = set()
        self._lock = Lock()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fault(self, head: bytes) -> str:
        """What this request meets; "" nothing."""
        lines = head.lower().split(b"\r\n")
        asked = next((line.removeprefix(HEADER).strip() for line in lines if line.startswith(HEADER)), b"")
        key = next((line for line in lines if line.startswith(b"idempotency-key:")), b"")
        with self._lock:
            if not asked or (seen := lines[0] + key) in self._seen:
                return ""
            self._seen.add(seen)
            self.met[asked.decode()] += 1
            return asked.decode()


class _Hop(BaseRequestHandler):
    server: Wire

    def handle(self) -> None:
        head, body = _request(self.request)
        if not head:
            return
        fault = self.server.fault(head)
        if fault == "page before":
            self.request.sendall(_502)
            return
        answer = _asked(self.server.portal, head, body)
        if fault == "page after":
            answer = _502
        elif fault == "half":
            answer = answer[: len(answer) - 8]
        elif fault == "no length":
            # Cut where nothing tells that it was: the end of the connection is the end of the body.
            top, _end, rest = answer.partition(b"\r\n\r\n")
            kept = [line for line in top.split(b"\r\n") if not line.lower().startswith(b"content-length")]
            answer = b"\r\n".join(kept) + b"\r\n\r\n" + rest[: len(rest) // 2]
        if fault == "kill":
            # Closed with a reset, as a dead process or a lost cell does it.
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.request.sendall(answer)
        self.request.close()


@contextmanager
def a_wire(port: int) -> Iterator[Wire]:
    """To the portal at the port of this machine."""
    with Wire(port) as wire:
        Thread(target=wire.serve_forever, daemon=True).start()
        yield wire
        wire.shutdown()


def _request(client: socket.socket) -> tuple[bytes, bytes]:
    """Head and body; two empty ones where the client has gone."""
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := client.recv(65536)):
            return b"", b""
        got += more
    head, _end, body = got.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    wanted = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < wanted:
        if not (more := client.recv(65536)):
            return b"", b""
        body += more
    return head, body


def _asked(portal: tuple[str, int], head: bytes, body: bytes) -> bytes:
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    with socket.create_connection(portal) as server:
        server.sendall(b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + body)
        answer = b""
        while more := server.recv(65536):
            answer += more
    return answer
