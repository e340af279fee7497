import os
import pathlib
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
os.environ["PYSPARK_PYTHON"] = sys.executable


@pytest.fixture(autouse=True)
def in_the_clone(monkeypatch):
    """Examples name paths of the repository."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="session")
def binary():
    """The command, as cargo leaves it."""
    path = ROOT / "target/release/crosswire"
    assert path.exists(), "build it first: cargo build --release --bin crosswire"
    return str(path)
