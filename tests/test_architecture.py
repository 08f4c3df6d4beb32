"""Promises that linters cannot keep for us."""

import ast
from pathlib import Path

import pytest
from django.db import models
from django.db.migrations import AddField
from django.db.migrations.loader import MigrationLoader

from otklik.appeals.steps import __doc__ as order

pytestmark = pytest.mark.route

ROOT = Path(__file__).resolve().parent.parent / "otklik"
CODE = [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts and "tests" not in p.parts]
# Larger than 40 lines, with the reason.
LONG = {
    ("appeals/queries/card.py", "_card"): "one flat list of the page's fields",
    (
        "appeals/journal.py",
        "move",
    ): "the one writer: lock, check, write, journal in a straight line",
    ("web/parts/samples.py", "_rows"): "sample rows of the styleguide, data rather than code",
}
# Columns of an account that say what the person may.
RIGHTS = {"role", "territory_codes", "topic_codes"}
# Longer than 300 lines, with the reason.
LONG_MODULES = {"config/settings.py": "one flat list: what is set where must never be a question"}

# Fields that bring a check with them, and the migrations that added one before anybody saw what that costs.
POSITIVE = (models.PositiveSmallIntegerField, models.PositiveIntegerField, models.PositiveBigIntegerField)
SEEN_LATE = {"0005_following", "0005_rights"}
OURS = {path.parent.name for path in ROOT.rglob("migrations")}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def writes_state(tree: ast.AST) -> bool:
    """True for `appeal.state = …` and for `Appeal…update(state=…)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and ast.unparse(target) == "appeal.state":
                    return True
        if isinstance(node, ast.Call) and "Appeal.objects" in ast.unparse(node.func):
            updates = isinstance(node.func, ast.Attribute) and node.func.attr == "update"
            if updates and any(k.arg == "state" for k in node.keywords):
                return True
    return False


def test_only_the_journal_writes_the_state_of_an_appeal():
    assert [name(p) for p in CODE if writes_state(ast.parse(p.read_text()))] == ["appeals/journal.py"]


def writes_rights(tree: ast.AST) -> bool:
    """True for `user.role = …`, its neighbours, and `update(role=…)`."""
    words: list[str | None] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            parts = [part for target in node.targets for part in ast.walk(target)]
            words += [part.attr for part in parts if isinstance(part, ast.Attribute)]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".update"):
            words += [keyword.arg for keyword in node.keywords]
    return not RIGHTS.isdisjoint(words)


def test_only_one_function_writes_rights():
    assert [name(p) for p in CODE if writes_rights(ast.parse(p.read_text()))] == ["authorities/staff.py"]


def test_nobody_asks_for_a_role_outside_of_access():
    """`….role` in the web layer: a permission would be decided in a second place."""
    asks = {
        name(p)
        for p in CODE
        if name(p).startswith("web/") and not name(p).startswith("web/access/")
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "role" and "user" in ast.unparse(node.value)
    }
    assert asks == set()


@pytest.mark.parametrize("path", CODE, ids=name)
def test_a_module_has_at_most_300_lines_and_a_function_40(path: Path):
    source = path.read_text()
    assert source.count("\n") <= 300 or name(path) in LONG_MODULES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and (name(path), node.name) not in LONG:
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 40, f"{name(path)}:{node.lineno} {node.name}"


def test_the_order_of_steps_in_the_docstring_is_complete():
    files = {p.stem for p in (ROOT / "appeals/steps").glob("*.py")} - {"__init__"}
    assert order is not None
    listed = next(part for part in order.split("\n\n") if "->" in part)
    assert {word.strip() for word in listed.split("->")} == files


def test_no_new_column_brings_a_check_that_reads_a_locked_table_through():
    """Such a check is added unchecked and validated by the next migration: see appeals 0019 and 0020."""
    found = {
        (label, key, operation.name)
        for (label, key), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if label in OURS and isinstance(operation, AddField) and isinstance(operation.field, POSITIVE)
    }
    assert {key for _label, key, _name in found} == SEEN_LATE, found
