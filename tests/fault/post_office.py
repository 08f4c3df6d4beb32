"""A mail server that counts: every letter that it has acknowledged, by Message-ID."""

import email
import email.policy
import socketserver
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Lock

from otklik.kit.tests.listening import served


class PostOffice(socketserver.ThreadingTCPServer):
    """Enough of SMTP for Django's backend. `letters` holds each copy that a client was told is taken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: defaultdict[str, list[EmailMessage]] = defaultdict(list)
        self.lock = Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def take(self, raw: bytes) -> None:
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        with self.lock:
            self.letters[str(letter["Message-ID"])].append(letter)

    def all(self) -> list[EmailMessage]:
        """One copy of each letter."""
        with self.lock:
            return [copies[0] for copies in self.letters.values()]


class _Session(socketserver.StreamRequestHandler):
    server: PostOffice

    def handle(self) -> None:
        try:
            self._say("220 post office")
            while line := self.rfile.readline():
                word = line[:4].upper().strip()
                if word == b"DATA":
                    self._say("354 go on")
                    self.server.take(self._letter())
                self._say("221 bye" if word == b"QUIT" else "250 ok")
        except OSError:
            pass  # the worker was killed in the middle

    def _letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionResetError
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def a_post_office() -> Iterator[PostOffice]:
    with served(PostOffice()) as office:
        yield office
