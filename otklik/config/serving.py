"""`otklik serve`: granian with our application. `otklik calls`: granian with the stream of the hotline.

WSGI in threads cost half of gunicorn when measured (docs/adr/0002-dependencies.md). Streams stay open for hours:
they have a process of their own (docs/adr/0005-calls-stream.md).
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
    command = ["--interface", "wsgi", "--workers", str(options.workers)]
    command += ["--blocking-threads", str(options.threads), "otklik.config.wsgi:application"]
    _granian(options.host, options.port, command)


def stream(words: list[str]) -> None:
    """Replaces this process by granian: one worker, for all streams share one connection to the database."""
    parser = argparse.ArgumentParser(prog="otklik calls")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    options = parser.parse_args(words)
    # Streams end with the process; browsers come back by themselves.
    command = ["--interface", "asgi", "--workers", "1", "--workers-kill-timeout", "1"]
    _granian(options.host, options.port, [*command, "otklik.config.asgi:application"])


def _granian(host: str, port: int, words: list[str]) -> None:
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    command = [granian, "--http", "1", "--no-ws", "--log-level", "warning", "--respawn-failed-workers"]
    command += ["--host", host, "--port", str(port), *words]
    # Blocks as large as a photo's pixels go back to the system when they are freed; glibc would keep them for good.
    frugal = {"MALLOC_MMAP_THRESHOLD_": "1000000", "MALLOC_ARENA_MAX": "2"}
    os.execve(granian, command, {**os.environ, **frugal})  # noqa: S606  # our own program
