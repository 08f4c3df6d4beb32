"""What the figures cost a filing: the row of `appeals.Change` in its transaction, and its share of the folding.

Measured by itself, for the product has no switch that would do without: the folding of as many filings as a second
brings, and the row with all that Django does for it. The rest of the filing is what `intake` measures, less these two.
"""

import time
from typing import Final

from django.db import connection, transaction

from benches import cpu, filings, load
from benches.portal import DATABASE, Portal
from benches.rows import Row
from otklik.appeals.models import Appeal, Change
from otklik.stats import folding

MORE: Final = 0.20  # limit of the issue: of the CPU of a filing without
A_SECOND: Final = 50  # filings that one folding takes: half of what the portal files a second
_ROUNDS: Final = 3  # the cheapest counts: neighbours on the machine only ever add


def measured(portal: Portal, size: int, filing_ms: float) -> Row:
    """filing_ms: CPU of a filing with everything that follows, figures included. No worker may run."""
    folded = min(_folded(portal) for _ in range(_ROUNDS))
    stored = min(_stored() for _ in range(_ROUNDS))
    share = (folded + stored) / (filing_ms - folded - stored)
    note = f"строка {stored:.2f} мс, свёртка по {A_SECOND} {folded:.2f} мс: подача дороже на {share:.0%}"
    broken = (f"{share:.0%}, нужно ≤ {MORE:.0%}",) if share > MORE else ()
    return Row(
        "intake", "сводки при подаче", size, cpu_ms=folded + stored, ratio_to_limit=MORE / share,
        note=f"{note}; нужно ≤ {MORE:.0%}", broken=broken,
    )  # fmt: skip


def _folded(portal: Portal) -> float:
    """CPU milliseconds of folding for one filing: this process, which does it as the worker would, and PostgreSQL."""
    folding.fold()
    load.fire(portal.port, [filings.filing(draft) for draft in filings.drafts(A_SECOND)], at_once=4)
    before, ours = cpu.seconds([DATABASE]), time.process_time()
    taken = folding.fold()
    return (cpu.seconds([DATABASE]) - before + time.process_time() - ours) / taken * 1000


def _stored() -> float:
    """CPU milliseconds of the row, in a transaction that there is anyway."""
    appeal, many = Appeal.objects.only("pk").order_by("-pk")[0], 500
    before, ours = cpu.seconds([DATABASE]), time.process_time()
    with transaction.atomic():
        for _ in range(many):
            Change.objects.create(appeal=appeal)
    spent = cpu.seconds([DATABASE]) - before + time.process_time() - ours
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM appeals_change")
    return spent / many * 1000
