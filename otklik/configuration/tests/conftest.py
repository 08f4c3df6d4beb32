from pathlib import Path

import pytest


@pytest.fixture
def file(tmp_path: Path):
    def written(raw: bytes) -> Path:
        path = tmp_path / "configuration.zip"
        path.write_bytes(raw)
        return path

    return written
