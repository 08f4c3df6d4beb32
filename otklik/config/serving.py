"""`otklik serve`: granian with our application.

WSGI in threads cost half of gunicorn when measured (docs/adr/0002-dependencies.md).
"""

import argparse
import os
import sys


def serve(words: list[str]) -> None:
    """Replaces this process by granian."""
    parser = argparse.ArgumentParser(prog="otklik serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=1, help="процессов")
    parser.add_argument("--threads", type=int, default=4, help="потоков в процессе; не больше OTKLIK_DB_POOL")
    options = parser.parse_args(words)
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    command = [granian, "--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"]
    command += ["--host", options.host, "--port", str(options.port), "--workers", str(options.workers)]
    command += ["--blocking-threads", str(options.threads), "--respawn-failed-workers"]
    command += ["otklik.config.wsgi:application"]
    # Blocks as large as a photo's pixels go back to the system when they are freed; glibc would keep them for good.
    frugal = {"MALLOC_MMAP_THRESHOLD_": "1000000", "MALLOC_ARENA_MAX": "2"}
    os.execve(granian, command, {**os.environ, **frugal})  # noqa: S606  # our own program
