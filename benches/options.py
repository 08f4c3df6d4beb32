"""Words of the command line. Read twice, by tools/bench.py before anything is installed, so plain Python only."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

PARTS: Final = (
    "pages",
    "app",
    "works",
    "comeback",
    "filling",
    "intake",
    "public",
    "sections",
    "outage",
    "msed",
    "outbox",
    "hotline",
    "desk",
    "dump",
    "dryrun",
    "memory",
    "guarantee",
    "api",
    "polls",
    "knowledge",
)
SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
_LIMITS: Final = range(100, 10_000_001)  # appeals
_HELP: Final = f"""./bench [часть] [--sizes 1k,10k] [--json ФАЙЛ] [--data ПАПКА] [--beside ФАЙЛ]

Своя временная база; печатает таблицу, каждая строка рядом с пределом, измеренным тут же.
Части: {", ".join(PARTS)}; без части все.
./bench trial [--limit N] [--json ФАЙЛ] [--data ПАПКА]: настоящие обращения по всему маршруту (docs/trial.md)
./bench monday [--limit N] [--json ФАЙЛ] [--data ПАПКА]: десять модераторов разбирают очередь из настоящих текстов
--sizes   сколько обращений в таблице, через запятую: 1k, 10k, 100k, 1M (так и без параметра)
--json    записать строки в файл как JSON
--data    держать базу в этой папке и не удалять; обращения, которые там уже есть, не создаются заново
--clients сколько телефонов возвращается сразу в части comeback (без параметра 10000)
--beside  рост считать от наименьшего размера в этом файле, который записал --json
Код 0: все пределы выдержаны; 1: какой-то нет, он назван; 2: неверные слова. Подробно: docs/benchmarks.md
"""


@dataclass(frozen=True, slots=True)
class Options:
    parts: tuple[str, ...]
    sizes: tuple[int, ...]  # ascending
    json: Path | None
    data: Path | None  # where the database is kept; None: a temporary one
    clients: int  # phones that come back at once
    beside: Path | None  # an earlier run, from whose smallest size growth is counted; None: this one


def read(words: list[str], *, place: Path) -> Options:
    """place: the folder of the person, for a relative FILE. Ends the process: 0 after help, 2 at a wrong word."""
    parser = _Parser(prog="./bench", add_help=False)
    parser.add_argument("part", nargs="?", default="")
    parser.add_argument("--sizes", default="")
    parser.add_argument("--json", default="")
    parser.add_argument("--data", default="")
    parser.add_argument("--beside", default="")
    parser.add_argument("--clients", default="10k")
    parser.add_argument("-h", "--help", action="store_true")
    said, rest = parser.parse_known_args(words)
    if said.help:
        sys.stdout.write(_HELP)
        sys.exit(0)
    if rest:
        parser.error(f"лишнее слово «{rest[0]}»")
    if said.part and said.part not in PARTS:
        parser.error(f"нет части «{said.part}». Есть: {', '.join(PARTS)}")
    try:
        sizes = (
            tuple(sorted({_number(word, "--sizes") for word in said.sizes.split(",")}))
            if said.sizes
            else SIZES
        )
        clients = _number(said.clients, "--clients")
    except ValueError as wrong:
        parser.error(str(wrong))
    file = place / said.json if said.json else None
    if file and not file.parent.is_dir():
        parser.error(f"для --json нет папки {file.parent}")
    data = place / said.data if said.data else None
    beside = place / said.beside if said.beside else None
    if beside and not beside.is_file():
        parser.error(f"для --beside нет файла {beside}")
    parts = (said.part,) if said.part else PARTS
    return Options(parts=parts, sizes=sizes, json=file, data=data, clients=clients, beside=beside)


def short(size: int) -> str:
    """10000 → «10k»."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if size >= unit and size % unit == 0:
            return f"{size // unit}{letter}"
    return str(size)


def _number(word: str, of: str) -> int:
    plain = word.strip()
    unit = {"k": 1_000, "m": 1_000_000}.get(plain[-1:].lower(), 1)
    digits = plain[:-1] if unit > 1 else plain
    if not (digits.isascii() and digits.isdigit()) or int(digits) * unit not in _LIMITS:
        raise ValueError(f"{of}: «{word}» не подходит. Нужны числа от 100 до 10M, например 1k,10k")
    return int(digits) * unit


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        words = message.replace("expected one argument", "нужно значение").replace("argument ", "")
        sys.stderr.write(f"Ошибка: {words}\n\n{_HELP}")
        sys.exit(2)
