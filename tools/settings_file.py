"""The few settings that the tools themselves need before Django can read `.env`."""

import os
from pathlib import Path

from tools.environment import ROOT


def given(file: Path = ROOT / ".env") -> dict[str, str]:
    """What the person set: the lines of `.env`, overruled by the real environment."""
    return {**_lines(file), **os.environ}


def _lines(file: Path) -> dict[str, str]:
    """NAME=value, with or without `export` and quotes; as python-dotenv reads them, save for ${…}."""
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            found[name.strip()] = _bare(value.strip())
    return found


def _bare(value: str) -> str:
    if value[:1] in {"'", '"'} and value[0] in value[1:]:
        return value[1 : value.index(value[0], 1)]
    return value.partition(" #")[0].strip()
