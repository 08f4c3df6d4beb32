"""A letter written out by hand is the letter that Django would write; a server that takes it in one go gets it so."""

import email.policy
import smtplib
import socketserver
from collections.abc import Iterator
from email.parser import BytesParser

import pytest
from django.core.mail import BadHeaderError

from otklik.kit.mailbox import Letter, SmtpBackend
from otklik.kit.tests.listening import served

pytestmark = pytest.mark.people

SENDER = "Отклик <noreply@example.test>"
BODY = "Здравствуйте, Вера!\n\n.точка в начале\nhttps://portal.example.test/x\n"


def a_letter(subject: str = "Получен ответ", body: str = BODY, to: str = "vera@example.test") -> Letter:
    return Letter(subject, body, SENDER, [to], headers={"Message-ID": "<otklik-7@example.test>"})


class Server(socketserver.ThreadingTCPServer):
    """Answers as `refuses` says; `words` is what it heard, `letters` what it took."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, *, pipelining: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.extensions = ["PIPELINING", "8BITMIME"] if pipelining else []
        self.refuses: dict[str, str] = {}  # first word → answer
        self.words: list[str] = []
        self.letters: list[bytes] = []


class _Session(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 hello")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split(" ")[0].upper()
            self.server.words.append(line)
            if word in self.server.refuses:
                self._say(self.server.refuses[word])
            else:
                self._answer(word)
            if word == "QUIT":
                return

    def _answer(self, word: str) -> None:
        if word == "EHLO":
            names = ["server", *self.server.extensions]
            for place, name in enumerate(names):
                self._say(f"250{' ' if place == len(names) - 1 else '-'}{name}")
        elif word == "DATA":
            self._say("354 go on")
            self._take()
            self._say(self.server.refuses.get("end", "250 taken"))
        else:
            self._say("221 bye" if word == "QUIT" else "250 ok")

    def _take(self) -> None:
        """An empty letter goes to nobody."""
        lines = []
        while (part := self.rfile.readline()) != b".\r\n":
            lines.append(part.removeprefix(b".") if part.startswith(b"..") else part)
        if lines:
            self.server.letters.append(b"".join(lines))

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture(params=[True, False], ids=["pipelining", "plain"])
def server(request) -> Iterator[Server]:
    with served(Server(pipelining=request.param)) as found:
        yield found


@pytest.fixture
def post(server: Server) -> Iterator[SmtpBackend]:
    host, port = server.server_address[:2]
    backend = SmtpBackend(host=str(host), port=port, timeout=5)
    backend.open()
    yield backend
    backend.close()


def parsed(raw: bytes):
    return BytesParser(policy=email.policy.default).parsebytes(raw)


@pytest.mark.parametrize("subject", ["Plain", "Получен ответ на обращение № 123-456-789 " * 3, "🦊" * 30])
@pytest.mark.parametrize("body", [BODY, "", "x" * 5000 + "\n", "я" * 900 + "\n"])
@pytest.mark.parametrize("to", ["vera@example.test", "вера@example.test"])
def test_it_reads_as_djangos_own(subject, body, to):
    letter = a_letter(subject.strip(), body, to)
    ours, theirs = parsed(letter.raw()), parsed(letter.message().as_bytes(linesep="\r\n"))
    for name in ("Subject", "From", "To", "Message-ID", "Content-Type", "MIME-Version"):
        assert str(ours[name]).strip() == str(theirs[name]).strip(), name  # Django's folding adds a blank
    assert ours.get_content() == theirs.get_content()
    assert all(len(line) <= 998 for line in letter.raw().split(b"\r\n"))
    assert b"\n" not in letter.raw().replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "change", [{"subject": "a\nBcc: x@example.test"}, {"to": "a@example.test\nBcc: x@example.test"}]
)
def test_a_line_break_in_a_header_is_refused(change):
    with pytest.raises(BadHeaderError):
        a_letter(**change).raw()


def test_many_letters_over_one_connection_come_whole(server, post):
    for _again in range(3):
        assert post.send_messages([a_letter()]) == 1
    assert len(server.letters) == 3
    letter = parsed(server.letters[2])
    assert letter["Subject"] == "Получен ответ"
    assert letter.get_content().splitlines() == BODY.splitlines()
    assert sum(word.upper().startswith("EHLO") for word in server.words) == 1


REFUSED = [
    ({"RCPT": "550 no such user"}, smtplib.SMTPRecipientsRefused),
    ({"RCPT": "550 no such user", "DATA": "503 no valid recipients"}, smtplib.SMTPRecipientsRefused),
    ({"RCPT": "451 later"}, smtplib.SMTPRecipientsRefused),
    ({"MAIL": "451 later", "RCPT": "503 need MAIL", "DATA": "503 need MAIL"}, smtplib.SMTPSenderRefused),
    ({"DATA": "451 later"}, smtplib.SMTPDataError),
    ({"end": "452 full"}, smtplib.SMTPDataError),
]


@pytest.mark.parametrize(("refuses", "error"), REFUSED)
def test_a_refusal_is_told_as_smtplib_does_and_the_next_letter_goes_on(server, post, refuses, error):
    server.refuses = refuses
    with pytest.raises(error):
        post.send_messages([a_letter()])
    taken = len(server.letters)
    server.refuses = {}
    assert post.send_messages([a_letter()]) == 1
    assert len(server.letters) == taken + 1
