"""Monday morning, in the empty database that `benches.trial_real` gives it: `python -m benches.monday`."""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

import django


def main(words: list[str]) -> int:
    """0: the queue is empty, fast enough, and nothing was lost, decided, told or sent twice; 1: not so."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    django.setup()
    from django.core.management import call_command

    from benches.monday import morning, queue, report
    from benches.trial import region, source
    from tools.say import doing, line

    asked = _options(words)
    with doing("готовлю пустую базу"):
        call_command("migrate", verbosity=0)
    with doing("загружаю регион"), tempfile.TemporaryDirectory(prefix="otklik-monday-") as folder:
        real = source.read(asked.data, limit=0)
        loaded = region.load(real, asked.data, Path(folder), taught=len(real.appeals))
    with doing(f"подаю обращения за выходные, {asked.limit}"):
        many = queue.fill(real.appeals, loaded, many=asked.limit)
    with doing("модераторы работают"):
        found = morning.spend(appeals=many)
    for one in report.lines(found):
        line(one)
    if asked.json:
        asked.json.write_text(
            json.dumps(report.figures(found), ensure_ascii=False, indent=1), encoding="utf-8"
        )
    return 1 if found.broken else 0


def _options(words: list[str]) -> argparse.Namespace:
    known = argparse.ArgumentParser(prog="./bench monday")
    known.add_argument("--data", type=Path, required=True)
    known.add_argument("--limit", type=int, default=2000)
    known.add_argument("--json", type=Path)
    return known.parse_args(words)


if __name__ == "__main__":
    from tools import say

    sys.exit(say.ended(lambda: main(sys.argv[1:])))
