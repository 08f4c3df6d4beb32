"""Entry of the measuring process; tools/bench.py starts it on a database made for it."""

import os
import sys
from pathlib import Path

import django

from benches import options

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    asked = options.read(sys.argv[1:], place=Path(os.environ["OTKLIK_BENCH_FROM"]))
    django.setup()
    from benches.run import main
    from tools import say

    sys.exit(say.ended(lambda: main(asked)))
