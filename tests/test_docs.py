"""The pages of docs/ that repeat what the code says are held against the code."""

import ast
import re
from pathlib import Path

import pytest

from otklik.config import env

ROOT = Path(__file__).resolve().parent.parent
READERS = {"text", "number", "real", "seconds", "flag", "day", "path", "url", "choice", "listing", "secret"}
CELL = re.compile(r"(?<!\\)\|")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def said_by_the_code() -> dict[str, env.Setting]:
    """Every `env.<reader>(…)` of settings.py; read as text, so that one behind an `if` is seen as well."""
    tree = ast.parse((ROOT / "otklik/config/settings.py").read_text())
    calls = [call for call in ast.walk(tree) if isinstance(call, ast.Call) and reader(call) in READERS]
    return {setting.name: setting for setting in map(as_setting, calls)}


def said_by_the_page() -> dict[str, env.Setting]:
    rows = [line for line in (ROOT / "docs/settings.md").read_text().splitlines() if line.startswith("| `")]
    cells = [[cell.strip().replace("\\|", "|") for cell in CELL.split(row)[1:-1]] for row in rows]
    return {
        name.strip("`"): env.Setting(name.strip("`"), default.strip("`"), kind, bounds)
        for name, kind, default, bounds, _ in cells
    }


def reader(call: ast.Call) -> str:
    function = call.func
    ours = isinstance(function, ast.Attribute) and ast.unparse(function.value) == "env"
    return function.attr if ours and isinstance(function, ast.Attribute) else ""


def as_setting(call: ast.Call) -> env.Setting:
    kind = reader(call)
    name = ast.literal_eval(call.args[0])
    default = shown(call.args[1], kind) if len(call.args) > 1 else "(empty)"
    bounds = {word.arg or "": ast.literal_eval(word.value) for word in call.keywords}
    if kind == "choice":
        limits = " | ".join(ast.literal_eval(call.args[2]))
    else:
        limits = "0 | 1" if kind == "flag" else "{low}..{high}".format(**bounds) if bounds else ""
    return env.Setting(name, default, "list" if kind == "listing" else kind, limits)


def shown(default: ast.expr, kind: str) -> str:
    if kind == "secret":
        return ""
    if kind == "path":  # ROOT / 'var' is written ROOT/var
        return re.sub(r" / '([^']+)'", r"/\1", ast.unparse(default))
    value = ast.literal_eval(default)
    return str(int(value)) if kind == "flag" else str(value) or "(empty)"


def test_every_setting_is_on_the_page_and_nothing_else_is():
    assert sorted(said_by_the_page()) == sorted(said_by_the_code())


@pytest.mark.parametrize("name", sorted(said_by_the_code()))
def test_the_page_gives_kind_default_and_bounds_as_the_code_reads_them(name):
    assert said_by_the_page().get(name) == said_by_the_code()[name]


def test_every_setting_says_what_it_is_for():
    rows = [line for line in (ROOT / "docs/settings.md").read_text().splitlines() if line.startswith("| `")]
    assert [row for row in rows if len(CELL.split(row)[5].strip()) < 10] == []


def test_settings_are_read_in_one_file_only():
    """A variable read elsewhere would start with a wrong value and fail in somebody's request."""
    reads = re.compile(r"\benv\.(?:" + "|".join(READERS) + r")\(|getenv\(|environ\[|environ\.get\(")
    allowed = {"otklik/config/settings.py", "otklik/config/env.py"}
    files = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "otklik").rglob("*.py")}
    assert [
        name
        for name, path in files.items()
        if name not in allowed and "/tests/" not in name and reads.search(path.read_text())
    ] == []


def test_links_between_pages_lead_somewhere():
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
