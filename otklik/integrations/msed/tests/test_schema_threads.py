"""The clock and the jobs of a worker compile their first schemas at the same moment."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.route

TOGETHER = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from otklik.integrations.msed import schema
from otklik.integrations.msed.wire import Version
start = Barrier(6)
def compiled(version):
    start.wait()
    return schema._compiled("communication", version)
with ThreadPoolExecutor(6) as pool:
    found = list(pool.map(compiled, [*Version, *Version]))
assert len(set(map(id, found))) == 3
"""


def test_threads_that_compile_the_first_schemas_at_once_all_get_them():
    """In a process of its own: the trouble was in what libxml2 sets up once."""
    for _process in range(3):
        done = subprocess.run([sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-600:]
