"""FastAPI's source distribution: its documentation's programs and its own tests.

Fetched from the package registry once, in the installed release, and kept in pytest's
cache. Where the registry is out of reach, tests that need it skip, except under `CI`.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

import pytest

RELEASE = f"fastapi=={version('fastapi')}"


def fetch_source(config: pytest.Config) -> Path:
    """Return the unpacked source distribution. Several test processes may ask at once."""
    assert config.cache is not None
    folder = Path(config.cache.mkdir("fastapi_source"))
    unpacked = folder / RELEASE.replace("==", "-")
    if not unpacked.exists():
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            _download(Path(scratch))
            try:
                (Path(scratch) / unpacked.name).rename(unpacked)
            except OSError:  # another process was first
                assert unpacked.exists()
    return unpacked


def _download(folder: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "--no-deps", "--no-binary=fastapi", f"--dest={folder}", RELEASE],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode and not os.environ.get("CI"):
        pytest.skip(f"the package registry is out of reach: {done.stderr}")
    assert not done.returncode, done.stderr
    with tarfile.open(folder / f"{RELEASE.replace('==', '-')}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
