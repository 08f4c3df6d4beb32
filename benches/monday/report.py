"""The morning as a person reads it."""

from benches import rows
from benches.monday.morning import LEAST, MODERATORS, Morning

_KINDS = {
    "queue": "посмотреть очередь",
    "next": "взять следующее",
    "item": "открыть обращение",
    "decision": "решить и перейти дальше",
}


def lines(found: Morning) -> list[str]:
    each = found.spent.over(found.decided.total())
    repeats = sum(one.refused_repeats for one in found.worked)
    collisions = sum(one.collisions for one in found.worked)
    before, after = found.load
    return [
        "",
        "Один за столом, очередь ещё вся",
        rows.table(found.alone),
        "",
        f"Очередь {found.appeals} обращений, модераторов {MODERATORS}, нагрузка машины {before:.1f}, потом {after:.1f}",
        f"  очередь пуста через                    {found.seconds / 60:.1f} мин",
        f"  письма и пакеты ушли через             {found.settled / 60:.1f} мин",
        f"  решений в минуту                       {found.a_minute:.0f}, нужно ≥ {LEAST}",
        f"  решения                                {_counts(found.decided)}",
        f"  состояния в конце                      {_counts(found.states)}",
        f"  второе нажатие отклонено               {repeats}",
        f"  обращение успел взять другой           {collisions}",
        "",
        f"  {'Ожидание, мс':<36}{'половина':>10}{'95 из 100':>11}",
        *(
            f"  {words:<36}{found.waited(kind, 50):>10.0f}{found.waited(kind, 95):>11.0f}"
            for kind, words in _KINDS.items()
        ),
        f"  процессор на решение, мс: портал {each.web:.1f}, исполнитель {each.worker:.1f}, база {each.database:.1f}:"
        f" одному ядру хватило бы на {60_000 / each.all:.0f} решений в минуту",
        "",
        *(f"  {what:<52}{count}" for what, count in found.wrong.items()),
        "",
        *([f"Не выдержано: {words}" for words in found.broken] or ["Всё выдержано."]),
    ]


def figures(found: Morning) -> dict[str, object]:
    """For the file that --json names."""
    return {
        "decided": found.decided.total(),
        "a_minute": found.a_minute,
        "seconds": found.seconds,
        "settled": found.settled,
        "states": found.states,
        "wrong": found.wrong,
        "alone": [row.as_object() for row in found.alone],
    }


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda row: -row[1]))
