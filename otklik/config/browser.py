"""A person at a browser without JavaScript, in a few lines: cookies, forms, redirects. For `otklik journey`."""

import re
import urllib.parse
import urllib.request
import uuid
from html import unescape
from http.cookiejar import CookieJar
from typing import Final

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Unexpected(Exception):
    """The portal answered something else than the journey needs."""


class Browser:
    """One person: own cookies. `page` is the last page, `address` where it stands after redirects."""

    def __init__(self, base: str) -> None:
        self.base, self.page, self.address = base, "", base
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> str:
        """GET. Raises urllib.error.HTTPError."""
        return self._ask(urllib.request.Request(self._whole(path)))  # noqa: S310  # http, our own portal

    def send(self, path: str, fields: dict[str, str], photo: bytes | None = None) -> str:
        """POST of a form of the present page, with its token; `photo` goes as the file «photos»."""
        token = _TOKEN.search(self.page)
        if token is None:
            raise Unexpected(f"на странице {self.address} нет формы")
        whole = {"csrfmiddlewaretoken": token[1], **fields}
        body, kind = _multipart(whole, photo) if photo else (urllib.parse.urlencode(whole).encode(), None)
        request = urllib.request.Request(self._whole(path), data=body)  # noqa: S310
        request.add_header("Content-Type", kind or "application/x-www-form-urlencoded")
        request.add_header("Referer", self.address)
        return self._ask(request)

    def find(self, pattern: str) -> str:
        """The first group of `pattern` on the page. Raises Unexpected."""
        found = re.search(pattern, self.page)
        if found is None:
            words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.page.partition("<main")[2]))
            raise Unexpected(f"на странице {self.address} нет «{pattern}»: {words[:400]}")
        return unescape(found[1])

    def _ask(self, request: urllib.request.Request) -> str:
        with self._opener.open(request, timeout=30) as answer:
            self.page, self.address = answer.read().decode(), answer.geturl()
        return self.page

    def _whole(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.base}{path}"


def _multipart(fields: dict[str, str], photo: bytes) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{border}\r\nContent-Disposition: form-data; name="photos"; filename="photo.jpg"\r\n'
    parts.append(head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + photo + b"\r\n")
    return b"".join(parts) + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
