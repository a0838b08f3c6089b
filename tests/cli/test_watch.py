"""`check --watch` says after each save what a single check would say."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.cli.conftest import write
from typed_depends.cli.checking import watch as watching
from typed_depends.cli.checking.check import Request
from typed_depends.cli.finding import Report

PROGRAM = """
    from typing import Annotated

    from fastapi import Depends


    def size() -> int:
        return 1


    def read(size: Annotated[str, Depends(size)]) -> None: ...
"""


def reports(process: "subprocess.Popen[str]") -> Iterator[Any]:
    """Yield the reports of a running program as they come; give up after five minutes."""
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    threading.Thread(target=lambda out: [*map(lines.put, out)], args=(process.stdout,)).start()
    text = ""
    while True:
        text += lines.get(timeout=300)
        try:
            report = json.loads(text)
        except ValueError:
            continue
        text = ""
        yield report


def test_what_is_saved_during_a_check_is_checked_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"app.py": PROGRAM})
    seen: list[str] = []

    def find(request: Request, ask: object) -> Report:
        seen.append((tmp_path / "app.py").read_text())
        if len(seen) == 2:
            raise KeyboardInterrupt
        write(tmp_path, {"app.py": PROGRAM.replace("[str", "[int")})
        return Report((), 1)

    monkeypatch.setattr(watching, "find_mistakes", find)
    with pytest.raises(KeyboardInterrupt):
        watching.watch_for_changes(Request((Path(),)), Console(), lambda *_: None)
    assert ["[int" in text for text in seen] == [False, True]


@pytest.mark.thorough
def test_each_save_is_answered_and_the_daemon_ends_with_its_user(tmp_path: Path) -> None:
    write(tmp_path, {"shop/app.py": PROGRAM})
    command = [sys.executable, "-m", "typed_depends", "check", "--watch", "--format=json", "shop"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        answers = reports(process)
        try:
            assert next(answers)["summary"] == {"depends-type": 1}
            write(tmp_path, {"shop/app.py": PROGRAM.replace("[str", "[int")})
            assert next(answers)["summary"] == {}
            write(tmp_path, {"shop/other.py": "import fastapi\ndef f(:\n"})
            assert next(answers)["summary"] == {"syntax": 1}
            write(tmp_path, {"shop/other.py": PROGRAM})
            assert next(answers)["summary"] == {"depends-type": 1}
            status = tmp_path / ".typed_depends_cache/0/daemon.json"
            assert status.exists()
        finally:
            process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert not status.exists()
