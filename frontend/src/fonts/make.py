"""Cut Golos Text down to what our pages write: run by hand after a new version of the font, see README.md.

    pip install fonttools brotli
    python3 make.py ../../node_modules/@fontsource-variable/golos-text/files
"""

import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

BOLDEST = 700  # no page writes bolder
RUSSIAN = {*range(0x410, 0x450), 0x401, 0x451, 0x2116}
LETTERS = {*range(0x41, 0x5B), *range(0x61, 0x7B)}
WORDS = {ord(letter) for letter in "RUEN" "CSVGeoJSONAtom"}  # the language switch, the files of every list
SIGNS = {*range(0x20, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F), 0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB7, 0xBB, 0xD7,
         0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2192, 0x2212, 0x20BD}
FILES = {
    "golos-russian.woff2": ("cyrillic", RUSSIAN, ["kern", "ccmp"]),
    "golos-signs.woff2": ("latin", SIGNS | WORDS, ["tnum"]),
    "golos-latin.woff2": ("latin", LETTERS - WORDS, ["kern"]),
}


def main(folder: Path) -> None:
    for name, (part, letters, features) in FILES.items():
        font = TTFont(folder / f"golos-text-{part}-wght-normal.woff2")
        whole(font)
        made = again(instancer.instantiateVariableFont(font, {"wght": (400, BOLDEST)}))
        options = subset.Options(layout_features=features, hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(made)
        made.flavor = "woff2"
        made.save(Path(__file__).parent / name)


def whole(font: TTFont) -> None:
    """Glyphs that do not vary are left out of gvar; the tools want them named."""
    variations = font["gvar"].variations
    font["gvar"].variations = {name: variations[name] if name in variations else [] for name in font.getGlyphOrder()}


def again(font: TTFont) -> TTFont:
    kept = io.BytesIO()
    font.flavor = None
    font.save(kept)
    kept.seek(0)
    made = TTFont(kept)
    whole(made)
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]))
