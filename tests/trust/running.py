"""What a random package does when it runs: the mistakes it is refused for, or what it delivered.

Knows an installed library by the name its package is written for. Knows nothing of mypy.
"""

import importlib
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from starlette.testclient import TestClient

from typed_depends.errors import (
    DependencyError,
    DependencyErrors,
    UnreadScopesWarning,
    UnusedOverrideWarning,
)

from .choices import OWN
from .fits import fits
from .program import Ask, Program, Route
from .sentence import Finding, finding
from .text import files

SILENT = frozenset({"factory", "lambda", "tuple"})
"""Kinds of providers that do not say when they are called."""
_SAID = re.compile(r"(?P<said>.*?)  \[(?P<code>[a-z-]+)\]")
UNUSED = "so overriding it changes nothing"
"""What no route asks for, somebody else's may: mypy does not tell."""


@dataclass
class Ran:
    """What came of one package."""

    refused: set[Finding] = field(default_factory=set)
    warned: set[Finding] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    """The dependants that said so when they were called."""
    wrong_types: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)


def run(program: Program, folder: Path, library: str) -> Ran:
    """Import the package with its imports exchanged for `library`, start it, call each route."""
    root = folder / library
    place = root / program.package
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files(program).items():
        text = text.replace(f"from {program.family}", f"from {library}")
        (place / name).write_text(text, encoding="utf-8")
    ran = Ran()
    with (
        _importable(root, program.package),
        warnings.catch_warnings(record=True) as warned,
    ):
        warnings.simplefilter("ignore")
        for category in (UnreadScopesWarning, UnusedOverrideWarning):
            warnings.simplefilter("always", category)
        try:
            api = importlib.import_module(f"{program.package}.api")
            with TestClient(api.app) as client:
                for route in program.routes:
                    _call(client, route, program, ran)
        except DependencyError as error:
            mistakes = error.mistakes if isinstance(error, DependencyErrors) else (error,)
            ran.refused = {finding(one.code, one.found) for one in mistakes}
        except Exception as error:
            ran.failures.append(f"{type(error).__name__}: {error}")
        else:
            _judge(program, ran)
    ran.warned = {
        finding(found["code"], found["said"])
        for one in warned
        if (found := _SAID.match(str(one.message))) and UNUSED not in found["said"]
    }
    return ran


@contextmanager
def _importable(root: Path, package: str) -> Iterator[None]:
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(str(root))
        for name in [name for name in sys.modules if name.split(".")[0] == package]:
            del sys.modules[name]


def _call(client: TestClient, route: Route, program: Program, ran: Ran) -> None:
    path = re.sub(r"\{\w+\}", "7", program.path(route))
    query, headers = _sent(program)
    try:
        if route.method == "websocket":
            with client.websocket_connect(path, params=query, headers=headers) as socket:
                if socket.receive()["type"] != "websocket.close":
                    ran.failures.append(f"{route.name}: not closed")
        else:
            body = _body(program)
            response = client.request(route.method, path, params=query, headers=headers, **body)
            if response.status_code != 200:
                ran.failures.append(f"{route.name}: {response.status_code} {response.text}")
    except Exception as error:
        ran.failures.append(f"{route.name}: {type(error).__name__}: {error}")


def _sent(program: Program) -> tuple[dict[str, str], dict[str, str]]:
    """Return a query and headers that give every parameter of the package a value."""
    query, headers = {}, {}
    for one in program.parts():
        for index, value in enumerate(one.values):
            name = f"v{one.name.removeprefix('p')}_{index}"
            if value.kind == "header":
                headers[name.replace("_", "-")] = "h"
            elif value.kind.startswith("query"):
                query[name] = "5"
    return query, headers


def _body(program: Program) -> dict[str, Any]:
    """Return a body that gives every parameter of the package a value."""
    json: dict[str, Any] = {}
    form: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for one in program.parts():
        for index, value in enumerate(one.values):
            name = f"v{one.name.removeprefix('p')}_{index}"
            match value.kind:
                case "json":
                    json[name] = 3
                case "json model" | "json unmarked":
                    json[name] = {"size": 3}
                    json["size"] = 3  # of a model that is the whole body
                case "form" | "form default" | "form list":
                    form[name] = "3"
                case "file" | "file marked":
                    files[name] = ("name.txt", b"text")
    return {"json": json} if json else {"data": form, "files": files} if form or files else {}


def _judge(program: Program, ran: Ran) -> None:
    """Compare what was delivered with what was declared, what was entered with what was left."""
    goods = sys.modules[f"{program.package}.goods"]
    declared = _declared(program)
    ran.called = {dependant for dependant, _ in goods.given}
    for dependant, values in goods.given:
        for name, value in values.items():
            place = f"{dependant}.{name}"
            if place in declared and not fits(value, declared[place]):
                ran.wrong_types.add(place)
    overridden = {f"p{one.original}" for one in program.overrides}
    if not overridden:
        for one in program.parts():
            if one.name not in ran.called and getattr(one, "kind", "") not in SILENT:
                ran.failures.append(f"{one.name} was never called")
    entered = sorted(provider for event, provider in goods.events if event == "entered")
    left = sorted(provider for event, provider in goods.events if event == "left")
    if entered != left:
        ran.failures.append(f"entered {entered}, but left {left}")


def _declared(program: Program) -> dict[str, Any]:
    """Return what each dependency declares, as a type."""
    made = {}
    homes = {one.name: sys.modules[f"{program.package}.m{one.module}"] for one in program.providers}
    goods = sys.modules[f"{program.package}.goods"]
    for one in program.parts():
        for index, ask in enumerate(one.asks):
            name = f"a{one.name.removeprefix('p')}_{index}"
            made[f"{one.name}.{name}"] = _type_of(ask, homes, goods)
    return made


def _type_of(ask: Ask, homes: dict[str, ModuleType], goods: ModuleType) -> Any:
    if ask.slip == "lost default":
        return goods.Apple
    if ask.slip == "default beside":
        return object
    home = homes[f"p{ask.to}"]
    return eval(f"p{ask.to}" if ask.declared == OWN else ask.declared, dict(vars(home)))
