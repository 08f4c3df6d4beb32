"""A mail server that takes all and writes the numbers of letters into a file: `python -m benches.sink PORT FILE`.

A line of 12 characters for each letter, written before the client is told that it is taken.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import Final

LINE: Final = 12
_NUMBER: Final = re.compile(rb"^Message-ID: <otklik-(\d+)@", re.MULTILINE)


class Session(asyncio.Protocol):
    """Enough of SMTP for smtplib. file: opened unbuffered."""

    def __init__(self, file: "FileWriter") -> None:
        self._file, self._held, self._within = file, b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._held += data
        while self._step():
            pass

    def _step(self) -> bool:
        end = b"\r\n.\r\n" if self._within else b"\r\n"
        chunk, found, rest = self._held.partition(end)
        if not found:
            return False
        self._held = rest
        if self._within:
            self._within = False
            self._file.note(_NUMBER.search(chunk))
            self._transport.write(b"250 taken\r\n")
        elif chunk[:4].upper() == b"DATA":
            self._within = True
            self._transport.write(b"354 go on\r\n")
        elif chunk[:4].upper() == b"EHLO":
            self._transport.write(b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif chunk[:4].upper() == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(b"250 ok\r\n")
        return True


class FileWriter:
    def __init__(self, file: Path) -> None:
        self._file = file.open("ab", buffering=0)

    def note(self, found: "re.Match[bytes] | None") -> None:
        number = found[1] if found else b"0"
        self._file.write(number.rjust(LINE - 1) + b"\n")


async def main(port: int, file: Path) -> None:
    writer = FileWriter(file)
    server = await asyncio.get_running_loop().create_server(lambda: Session(writer), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
