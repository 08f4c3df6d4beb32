"""The morning as a person reads it."""

from benches.monday.morning import MODERATORS, Morning

_KINDS = {
    "next": "взять следующее",
    "item": "открыть обращение",
    "decision": "решить и перейти дальше",
}


def lines(found: Morning) -> list[str]:
    minutes = found.seconds / 60
    each = found.spent.over(found.appeals)
    repeats = sum(one.refused_repeats for one in found.worked)
    collisions = sum(one.collisions for one in found.worked)
    return [
        "",
        f"Очередь {found.appeals} обращений, модераторов {MODERATORS}",
        f"  очередь пуста через                    {minutes:.1f} мин",
        f"  решения исполнены через                {found.settled / 60:.1f} мин",
        f"  решений в минуту                       {found.decided.total() / minutes:.0f}",
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
        f"  процессор на обращение, мс: портал {each.web:.1f}, исполнитель {each.worker:.1f}, база {each.database:.1f}",
        "",
        *(f"  {what:<48}{count}" for what, count in found.wrong.items()),
    ]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda row: -row[1]))
