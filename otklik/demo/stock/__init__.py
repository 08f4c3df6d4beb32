"""Raw material of the demo, as TOML: names, bodies and, in phrases/, what people write and are answered."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """The file `name`.toml. Shared: do not change what you get."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
