"""The demo is what a newcomer runs first: it works, it fails loudly, it leaves nothing behind."""

import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from fastapi import FastAPI

from typed_depends.testclient import TestClient

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "examples" / "mistakes").glob("[!_]*.py"))


@pytest.fixture(scope="module")
def demo() -> ModuleType:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("demo", ROOT / "examples" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["demo"] = module  # where a dataclass looks for its module
    spec.loader.exec_module(module)
    return module


def files(folder: Path) -> set[str]:
    """Every file below `folder` that is not bytecode."""
    return {str(path) for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file()}


def test_the_demo_runs_to_its_end_and_leaves_nothing_behind(tmp_path: Path) -> None:
    before = files(ROOT / "examples")
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "demo.py")],
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    headings = [line for line in done.stdout.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert headings == [
        "1. mypy accepts the bookshop",
        "2. mypy refuses the mistakes",
        "3. The bookshop answers",
    ]
    assert done.stdout.count("# mistake: ") == planted_by_hand()
    for status in ("200  OK", "201  Created", "401  Unauth", "403  Forbidden", "422  Unprocess"):
        assert status in done.stdout
    assert done.stdout.endswith("All of it is as it should be.\n")
    assert list(tmp_path.iterdir()) == []
    assert files(ROOT / "examples") == before


def planted_by_hand() -> int:
    """Count the mistakes without the demo's own way of finding them."""
    return sum(page.read_text().count("# mistake: ") for page in PAGES)


def test_mistakes_are_planted_in_programs_of_both_families() -> None:
    names = {
        page.name.partition("_")[0] for page in (ROOT / "examples" / "mistakes").glob("*_*.py")
    }
    assert {"fastapi", "typed"} <= names
    assert planted_by_hand() >= 15


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_a_program_with_planted_mistakes_starts_all_the_same(page: Path) -> None:
    module = importlib.import_module(f"examples.mistakes.{page.stem}")
    application = module.app if hasattr(module, "app") else FastAPI()
    if hasattr(module, "router"):
        application.include_router(module.router)
    assert len(application.routes) >= 2
    with TestClient(application):
        pass


FINDING = 'examples/mistakes/shop.py:7: error: "x" is declared …  [depends-type]\n'
NOTE = 'examples/mistakes/shop.py:7: note: "f" is defined at shop.py:1\n'
FOUND = "Found 1 error in 1 file (checked 7 source files)\n"


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        ("Success: no issues found in 7 source files\n", "nothing else"),
        (FOUND, r"not reported: \['examples/mistakes/shop.py:7'\]"),
        (FINDING + FINDING + FOUND, r"reported wrongly: \['examples/mistakes/shop.py:7'\]"),
        (FINDING + FINDING.replace(":7:", ":8:"), r"wrongly: \['examples/mistakes/shop.py:8'\]"),
        (FINDING + "examples/mistakes/shop.py:9: error: Oh  [assignment]\n", "nothing else"),
        (FINDING.replace("depends-type", "assignment"), "nothing else"),
        (FINDING + NOTE.replace(":7:", ":9:"), "nothing else"),
        ("Traceback (most recent call last):\n", "nothing else"),
    ],
)
def test_an_output_that_is_not_the_planted_mistakes_fails_the_demo(
    demo: ModuleType, output: str, complaint: str
) -> None:
    planted = {demo.Line("examples/mistakes/shop.py", 7): "wrong"}
    demo.hold_against(planted, FINDING + NOTE + FOUND)
    with pytest.raises(demo.DemoError, match=complaint):
        demo.hold_against(planted, output)


def test_a_failed_part_makes_the_exit_code_one(
    demo: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_scratch: Path) -> None:
        raise demo.DemoError("the shop is closed.")

    monkeypatch.setattr(demo, "accept_bookshop", fail)
    assert demo.main() == 1
    assert "The demo failed: the shop is closed." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("status", "body", "look_ups", "complaint"),
    [
        (200, {"same_object": True}, 1, None),
        (403, {"same_object": True}, 1, "answered with 200"),
        (200, {"same_object": False}, 1, "should hold"),
        (200, {"same_object": True}, 2, "looked up once"),
    ],
)
def test_each_answer_is_held_against_what_was_expected(
    demo: ModuleType, status: int, body: object, look_ups: int, complaint: str | None
) -> None:
    call = demo.Call("", "GET /desk", demo.HTTPStatus.OK, "t", holds={"same_object": True})
    answer = httpx.Response(status, json=body)
    if complaint is None:
        demo.check(call, answer, look_ups)
    else:
        with pytest.raises(demo.DemoError, match=complaint):
            demo.check(call, answer, look_ups)


def test_the_server_stops_when_the_block_fails(demo: ModuleType, tmp_path: Path) -> None:
    addresses = []

    def fail_while_serving() -> None:
        with demo.server(tmp_path, tmp_path / "server.log") as address:
            addresses.append(address)
            assert httpx.get(f"{address}/books", timeout=demo.PATIENCE).status_code == 401
            raise RuntimeError("in the block")

    with pytest.raises(RuntimeError, match="in the block"):
        fail_while_serving()
    with pytest.raises(httpx.ConnectError):
        httpx.get(addresses[0])


def test_a_server_that_does_not_start_is_shown_with_its_log(
    demo: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = tmp_path / "examples" / "bookshop"
    broken.mkdir(parents=True)
    for package in (broken.parent, broken):
        (package / "__init__.py").touch()
    (broken / "app.py").write_text("raise SystemExit('no shop here')")
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    with pytest.raises(demo.DemoError, match="no shop here"):
        demo.serve_bookshop(tmp_path)
