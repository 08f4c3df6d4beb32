"""The duties as a table that people edit in a spreadsheet: out with the draft in it, and back into the draft."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from otklik.authorities import drafting, rules
from otklik.authorities.drafting import Put
from otklik.authorities.imports import duty_rows
from otklik.authorities.rules import Rules
from otklik.kit.importing import Report
from otklik.people.models import User

HEAD: Final = ("subject", "territory_code", "rank", "authority", "authority_name")


def lines(found: Rules) -> Iterator[tuple[str, ...]]:
    yield HEAD
    for rule in sorted(found, key=lambda rule: rule.key):
        yield (rule.subject, rule.place, str(rule.rank), rule.body.code, rule.body.name)


@transaction.atomic
def draft(path: Path, *, whole: bool, by: User, now: datetime) -> Report:
    """Put the rows of a CSV or JSON into the draft: all of them or, when any is wrong, none.

    whole: the table is all duties there are; those that it does not name go. The report counts rows of the draft as
    created, of the table that change nothing as unchanged. Raises BadFile.
    """
    report = Report()
    given = {
        (values["subject"], values["territory_code"], values["rank"]): values["authority_id"]
        for _row, values in duty_rows(path, report)
    }
    if report.errors:
        return report
    puts = [Put(key, authority_id) for key, authority_id in given.items()]
    if whole:
        there = rules.with_draft(rules.in_force(), drafting.drafts())
        puts += [Put(rule.key, None) for rule in there if rule.key not in given]
    report.created = drafting.put(puts, by=by, now=now)
    report.unchanged = max(len(given) - report.created, 0)
    return report
