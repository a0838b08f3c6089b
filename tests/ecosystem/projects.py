"""The applications: releases from the package index, each pinned.

Source distributions where one can be fetched without building anything, else the wheel, which
holds the same Python files. What is checked is every file that has a dependency marker.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MARKER: Final = re.compile(r"\b(?:Depends|Security)\(")


@dataclass(frozen=True, slots=True)
class Project:
    """One release, and the folder in it below which its packages stand."""

    name: str
    version: str
    root: str = ""
    is_wheel: bool = False

    def fetch(self, folder: Path) -> Path:
        """Give the folder of its packages, downloaded and unpacked below `folder` if need be."""
        place = folder / f"{self.name}-{self.version}"
        if not place.exists():
            only = "--only-binary" if self.is_wheel else "--no-binary"
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            pip.append("--ignore-requires-python")  # mypy reads it, nobody runs it
            release = f"{self.name}=={self.version}"
            subprocess.run(
                [*pip, f"{only}={self.name}", f"--dest={place}.download", release], check=True
            )
            (archive,) = Path(f"{place}.download").iterdir()
            unpack(archive, Path(f"{place}.part"))
            Path(f"{place}.part").rename(place)
        return place / self.root


PROJECTS: Final = (
    Project("apache-airflow-core", "3.3.2", "apache_airflow_core-3.3.2/src"),
    Project("argilla-server", "2.8.0", "argilla_server-2.8.0/src"),
    Project("fastapi-users", "15.0.5", "fastapi_users-15.0.5"),
    Project("prefect", "3.9.1", "prefect-3.9.1/src"),
    Project("zenml", "0.98.0", "zenml-0.98.0/src"),
    Project("bluesky-httpserver", "0.0.14", is_wheel=True),
    Project("chainlit", "2.12.0", is_wheel=True),
    Project("datajunction-server", "0.0.272", is_wheel=True),
    Project("fief-server", "0.27.0", is_wheel=True),
    Project("gradio", "6.31.0", is_wheel=True),
    Project("langflow-base", "1.13.0", is_wheel=True),
    Project("lightrag-hku", "1.5.7", is_wheel=True),
    Project("litellm", "1.109.1", is_wheel=True),
    Project("lnbits", "1.6.2", is_wheel=True),
    Project("mcp-contextforge-gateway", "1.0.6", is_wheel=True),
    Project("nmdc-runtime", "2.19.0", is_wheel=True),
    Project("open-webui", "0.12.4", is_wheel=True),
    Project("openhands-ai", "1.11.0", is_wheel=True),
    Project("pyfastcms", "0.1.6", is_wheel=True),
    Project("sardis-api", "1.0.0", is_wheel=True),
    Project("squirrels", "0.6.0.post0", is_wheel=True),
    Project("tiled", "0.2.20", is_wheel=True),
    Project("topos-node", "1.5.28", is_wheel=True),
)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a source distribution or a wheel."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
    else:
        with tarfile.open(archive) as source:
            source.extractall(folder, filter="data")


def files_with_markers(root: Path) -> dict[str, int]:
    """Give the files below `root` that have dependency markers, and how many each has."""
    counts = {
        path.relative_to(root).as_posix(): len(_MARKER.findall(_text(path)))
        for path in sorted(root.rglob("*.py"))
    }
    return {name: count for name, count in counts.items() if count}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
