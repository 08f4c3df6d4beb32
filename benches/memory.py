"""Memory of a web worker after everything that people do was done in it."""

import io
import random
import secrets
from typing import Final
from uuid import uuid4

from PIL import Image

from benches import addresses, cpu, filings, load
from benches.portal import Portal
from benches.rows import Row

MEGABYTES: Final = 130  # limit of the issue
_REQUESTS: Final = 500
_PHOTO: Final = (4000, 3000)  # pixels, as a telephone makes them


class Memory:
    def measure(self, size: int) -> list[Row]:
        with Portal() as portal:
            process = portal.web_worker()
            fresh = cpu.resident(process)
            load.fire(portal.port, _mixed(), at_once=4)
            plain = cpu.resident(process)
            load.fire(portal.port, _photos(10), at_once=2)
            photos = cpu.resident(process)
            same = portal.web_worker() == process
        over = plain > MEGABYTES * 1_000_000
        note = (
            f"после запуска {_mb(fresh)}, после {_REQUESTS} разных запросов {_mb(plain)};"
            f" нужно ≤ {MEGABYTES} МБ"
        )
        broken = (f"{_mb(plain)}, нужно ≤ {MEGABYTES} МБ",) if over or not same else ()
        return [
            Row(
                "memory",
                "процесс портала",
                size,
                bytes=plain,
                ratio_to_limit=_share(plain),
                note=note,
                broken=broken,
            ),
            Row(
                "memory",
                "он же, 10 фото по 12 Мп",
                size,
                bytes=photos,
                ratio_to_limit=_share(photos),
                note=f"{_mb(photos)}; фото переписываются внутри запроса",
            ),
        ]


def _mixed() -> list[load.Ask]:
    """Pages, the wizard and filings in the order of chance, the same in every run."""
    shown = [load.Ask(path, status=page.status) for page in addresses.chosen() for path in page.paths[:30]]
    drafts = filings.drafts(60)
    wizard = [
        filings.page(draft, name)
        for draft in drafts
        for name in ("category", "topic", "place", "text", "review")
    ]
    rest = [load.Ask("/new"), load.Ask("/login"), load.Ask("/places/suggest?q=%D0%9B%D0%B8&settlement=")]
    filed = [filings.filing(draft) for draft in filings.drafts(100)]
    order = random.Random(1)  # noqa: S311  # no secret
    return filed + order.choices([*shown, *wizard, *rest], k=_REQUESTS - len(filed))


def _photos(count: int) -> list[load.Ask]:
    """Uploads by the page's script, one photo each."""
    (draft,) = filings.drafts(1)
    noise = Image.effect_noise((_PHOTO[0] // 8, _PHOTO[1] // 8), 60).resize(_PHOTO).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=88)
    asks = []
    for _ in range(count):
        token, border, page = secrets.token_hex(16), uuid4().hex, filings.page(draft, "photos")
        fields = {"csrfmiddlewaretoken": token, "client_key": str(uuid4())}
        head = "".join(
            f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        )
        head += f'--{border}\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n'
        body = (
            f"{head}Content-Type: image/jpeg\r\n\r\n".encode()
            + out.getvalue()
            + f"\r\n--{border}--\r\n".encode()
        )
        headers = {
            "Cookie": f"{page.headers['Cookie']}; csrftoken={token}",
            "Content-Type": f"multipart/form-data; boundary={border}",
        }
        asks.append(load.Ask(page.path, body, headers, status=201))
    return asks


def _mb(size: int) -> str:
    return f"{size / 1_000_000:.0f} МБ"


def _share(size: int) -> float:
    """The limit to ours: 1 is at the limit, above 1 is better."""
    return MEGABYTES * 1_000_000 / size
