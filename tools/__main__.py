"""Entry of ./run, ./test, ./bench and ./apk: `tools/start run|test|bench|apk …`. Runs before the environment exists."""

import sys
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    # Python puts the folder of this file first, where `import test` would find tools/test.py.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    say = import_module("tools.say")
    command = import_module(f"tools.{sys.argv[1]}")
    sys.exit(say.ended(lambda: command.main(sys.argv[2:])))
