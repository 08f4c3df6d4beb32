"""What a person with low vision chose. Lives in a cookie, so the server paints the first byte right."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final, Self
from urllib.parse import parse_qsl, urlencode

# The first value of each is what everybody gets who chose nothing.
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "size": ("100", "150", "200"),
    "scheme": ("usual", "light", "dark", "white", "black", "blue"),
    "images": ("on", "off"),
    "spacing": ("normal", "wide"),
}
COOKIE: Final = "vision"


@dataclass(frozen=True, slots=True)
class Vision:
    """The values become `data-…` attributes of <html>; styles/vision.css gives them their meaning."""

    size: str = "100"  # per cent
    scheme: str = "usual"
    images: str = "on"
    spacing: str = "normal"

    @classmethod
    def chosen(cls, values: Mapping[str, str]) -> Self:
        """From a posted form. An unknown or missing value is the usual one, never an error."""
        return cls(**{k: values[k] for k, known in CHOICES.items() if values.get(k) in known})

    @classmethod
    def from_cookie(cls, text: str) -> Self:
        return cls.chosen(dict(parse_qsl(text)))

    def to_cookie(self) -> str:
        return urlencode(asdict(self))
