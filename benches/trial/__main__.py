"""The trial itself, in the empty database that `benches.trial_real` gives it: `python -m benches.trial`."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django


def main(words: list[str]) -> int:
    """0: all closed, nothing lost, nothing doubled; 1: not so."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    django.setup()
    from django.core.management import call_command

    from benches.trial import story
    from tools.say import doing, line

    options = parser().parse_args(words)
    with doing("готовлю пустую базу"):
        call_command("migrate", verbosity=0)
    found, lines = story.tell(options.data, limit=options.limit)
    for one in lines:
        line(one)
    if options.json:
        options.json.write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if found.clean else 1


def parser() -> argparse.ArgumentParser:
    from benches.trial.source import DATA

    known = argparse.ArgumentParser(
        prog="python -m benches.trial_real",
        description="Проба на настоящих обращениях: приём, публикация, МСЭД и стенд, ответ, оценка, закрытие.",
    )
    known.add_argument(
        "--limit", type=int, default=0, metavar="N", help="взять N обращений; по умолчанию все"
    )
    known.add_argument("--json", type=Path, metavar="ФАЙЛ", help="записать числа и сюда")
    known.add_argument("--data", type=Path, default=DATA, metavar="ПАПКА", help="где лежат настоящие данные")
    return known


if __name__ == "__main__":
    from tools import say

    sys.exit(say.ended(lambda: main(sys.argv[1:])))
