"""Colours of a region: one accent, from which the others follow so that everything stays readable (WCAG 2.2 AA).

Pure. Contrast is that of WCAG: (L1 + 0.05) / (L2 + 0.05) of the relative luminances, from 1 to 21.
"""

import colorsys
import re
from typing import Final

Rgb = tuple[int, int, int]

AA: Final = 4.5  # of words
_HEX: Final = re.compile(r"#[0-9a-f]{6}")
_WHITE, _PAPER_DARK = (255, 255, 255), (18, 26, 37)  # grounds of tokens.css
_GROUND, _GROUND_DARK = (243, 246, 250), (26, 36, 49)
_INK_DARK = (7, 24, 46)
_STEPS: Final = 200


def is_colour(typed: str) -> bool:
    """«#1450b8», in small letters."""
    return _HEX.fullmatch(typed) is not None


def contrast(one: str, other: str) -> float:
    return _contrast(_rgb(one), _rgb(other))


def worst(accent: str) -> float:
    """The smallest contrast that the accent has on the light grounds of the portal, and white on it."""
    return _worst(_rgb(accent))


def readable(accent: str) -> str:
    """The accent itself, or the nearest darker one of its hue on which and as which words can be read."""
    return _hex(_moved(_rgb(accent), darker=True))


def palette(accent: str) -> dict[str, tuple[str, str]]:
    """Token → (light, dark). accent: a readable one."""
    light = _rgb(accent)
    dark = _moved(light, darker=False)
    return {
        "accent": (_hex(light), _hex(dark)),
        "accent-strong": (_hex(_mix(light, (0, 0, 0), 0.28)), _hex(_mix(dark, _WHITE, 0.35))),
        "accent-soft": (_hex(_soft(light)), _hex(_mix(_PAPER_DARK, dark, 0.16))),
        "on-accent": ("#ffffff", _hex(_INK_DARK)),
        "link": (_hex(light), _hex(dark)),
    }


def stylesheet(accent: str, *, of: str = ":root") -> str:
    """The tokens in both colour schemes. The high-contrast ones of the low-vision panel stay as they are."""
    tokens = palette(accent)
    light = _tokens({name: pair[0] for name, pair in tokens.items()})
    dark = _tokens({name: pair[1] for name, pair in tokens.items()})
    inner = "" if of == ":root" else f" {of}"
    return (
        f"{of}{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{html[data-scheme='usual']{inner}{{{dark}}}}}\n"
        f"@media screen{{html[data-scheme='dark']{inner}{{{dark}}}}}\n"
    )


def _tokens(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def _worst(colour: Rgb) -> float:
    return min(_contrast(colour, ground) for ground in (_WHITE, _GROUND, _soft(colour)))


def _worst_dark(colour: Rgb) -> float:
    grounds = (_PAPER_DARK, _GROUND_DARK, _mix(_PAPER_DARK, colour, 0.16), _INK_DARK)
    return min(_contrast(colour, ground) for ground in grounds)


def _moved(colour: Rgb, *, darker: bool) -> Rgb:
    """By lightness alone, as little as makes it readable on the light (darker) or the dark grounds."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    measure, end = (_worst, 0.0) if darker else (_worst_dark, 1.0)
    for step in range(_STEPS + 1):
        at = lightness + (end - lightness) * step / _STEPS
        found = _of(hue, at, saturation)
        if measure(found) >= AA:
            return found
    return (0, 0, 0) if darker else _WHITE


def _of(hue: float, lightness: float, saturation: float) -> Rgb:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _soft(colour: Rgb) -> Rgb:
    return _mix(_WHITE, colour, 0.1)


def _mix(one: Rgb, other: Rgb, part: float) -> Rgb:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _contrast(one: Rgb, other: Rgb) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
