"""Random applications, imports exchanged: the same OpenAPI document.

`python -m tests.openapi.generated [--seed N] [--programs M]`
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import unified_diff
from json import dumps, loads
from random import Random
from types import ModuleType
from typing import Any

from tests.openapi.vocabulary import (
    APP,
    BODY,
    DECLARATIONS,
    FIELD,
    INCLUDED,
    LISTS,
    METHODS,
    PARAMETER,
    RETURNED,
    ROUTE,
    ROUTER,
    SCALARS,
    SCHEMES,
    SECURITY,
    SHAPES,
    WEBHOOK,
)
from tests.oracle.harness import FASTAPI, OURS, SHARED


def application(seed: int) -> str:
    """Return the text of an application."""
    return "\n".join(_Maker(Random(seed)).lines())


class _Maker:
    """One application, line by line."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.models: list[str] = []
        self.schemes = random.sample(SCHEMES, random.randrange(4))
        self.providers = 0
        self.endpoints = 0

    def lines(self) -> Iterator[str]:
        yield DECLARATIONS
        for number in range(self.random.randrange(5)):
            yield from self.model(f"Model{number}")
            self.models.append(f"Model{number}")
        yield from (f"scheme{number} = {one}" for number, one in enumerate(self.schemes))
        for _ in range(self.random.randrange(4)):
            yield from self.provider()
        yield f"app = App({self.said(APP)})"
        if self.chance(0.3):
            yield f"@app.webhooks.{self.choice(('post', 'put'))}('changed'{self.also(WEBHOOK)})"
            yield from self.endpoint(webhook=True)
        routers = [f"router{number}" for number in range(self.random.randrange(3))]
        for router in routers:
            yield f"{router} = Router({self.said(ROUTER)})"
        for router in [*routers, "app"]:
            for _ in range(self.random.randrange(1, 4)):
                yield from self.route(router)
        for number, router in enumerate(routers):
            into = self.choice([*routers[number + 1 :], "app"])
            yield f"{into}.include_router({router}, prefix='/p{number}'{self.also(INCLUDED)})"

    def model(self, name: str) -> Iterator[str]:
        yield f"class {name}({self.choice(['BaseModel', 'BaseModel', *self.models])}):"
        if self.chance(0.3):
            yield "    'What it is.\\n\\n    At length.'"
        if self.chance(0.3):
            config = self.choice(
                (
                    "extra='forbid'",
                    "title='Called'",
                    "json_schema_extra={'examples': [{'a': 1}]}",
                    "use_attribute_docstrings=True",
                    "validate_by_name=True",
                )
            )
            yield f"    model_config = ConfigDict({config})"
        for number in range(self.random.randrange(1, 4)):
            said = self.said(FIELD)
            yield f"    f{number}_{name.lower()}: {self.type()} = Field({said})"

    def type(self) -> str:
        """Return the type of a body, a field or an answer."""
        inner = self.choice((*SCALARS, *LISTS, *SHAPES, *self.models, *self.models))
        return (
            self.choice((inner, inner, f"list[{inner}]", f"{inner} | None"))
            if (inner.partition("[")[0] not in ("Annotated", "Film | Song", "Any"))
            else inner
        )

    def provider(self) -> Iterator[str]:
        number = self.providers
        parameters = ", ".join(sorted(self.parameters(most=2), key=_has_default))
        if number and self.chance(0.5):
            parameters += f"{', ' if parameters else ''}below=Depends(p{number - 1})"
        yield f"def p{number}({parameters}): ..."
        self.providers += 1

    def dependency(self) -> str:
        """Return a marker of a provider or a scheme."""
        known = [f"p{number}" for number in range(self.providers)]
        known += [f"scheme{number}" for number in range(len(self.schemes))]
        if not known:
            return "Depends(lambda: 1)"
        one = self.choice(known)
        if one.startswith("scheme") and self.chance(0.5):
            scopes = self.choice(("[]", "['read']", "['read', 'write']"))
            return f"Security({one}, scopes={scopes})"
        return f"Depends({one})"

    def parameters(self, most: int, *, path: str = "") -> Iterator[str]:
        """Yield parameters of a query, headers and cookies."""
        for _ in range(self.random.randrange(most + 1)):
            source = self.choice(("Query", "Query", "Header", "Cookie", "Query"))
            type_ = self.choice(SCALARS + (LISTS if source != "Cookie" else ()))
            name = f"v{self.random.randrange(10_000)}"
            default = " = None" if "| None" in type_ and self.chance(0.5) else ""
            yield f"{name}: Annotated[{type_}, {source}({self.said(PARAMETER)})]{default}"

    def body(self) -> Iterator[str]:
        """Yield what is read from a body: JSON or a form."""
        kind = self.choice(("none", "one", "many", "form", "files", "formed"))
        name = f"b{self.random.randrange(10_000)}"
        match kind:
            case "one":
                yield f"{name}: Annotated[{self.type()}, Body({self.said(BODY)})]"
            case "many":
                for number in range(2):
                    yield f"{name}_{number}: Annotated[{self.type()}, Body({self.said(BODY)})]"
            case "form":
                yield f"{name}: Annotated[{self.choice(SCALARS + LISTS)}, Form({self.said(FIELD)})]"
                yield f"{name}_1: Annotated[str, Form()] = 'x'"
            case "files":
                type_ = self.choice(
                    ("UploadFile", "bytes", "list[UploadFile]", "UploadFile | None")
                )
                yield f"{name}: Annotated[{type_}, File({self.said(PARAMETER)})]"
                yield f"{name}_1: Annotated[int | None, Form()] = None"
            case "formed" if self.models:
                yield f"{name}: Annotated[Film, Form()]"

    def route(self, router: str) -> Iterator[str]:
        number = self.endpoints
        path = f"/r{number}" + self.choice(("", "", "/{item}", "/{item:path}"))
        if self.chance(0.15):
            yield f"@{router}.api_route('{path}', methods=['PUT']{self.also(ROUTE)})"
        else:
            yield f"@{router}.{self.choice(METHODS)}('{path}'{self.also(ROUTE)})"
        yield from self.endpoint(item="{item" in path)

    def endpoint(self, *, item: bool = False, webhook: bool = False) -> Iterator[str]:
        number = self.endpoints
        self.endpoints += 1
        parameters = [*self.parameters(most=3), *self.body()]
        if item:
            type_ = self.choice(("int", "str", "Color", "Annotated[int, Path(ge=1, title='T')]"))
            parameters.append(f"item: {type_}")
        if not webhook:
            for index in range(self.random.randrange(3)):
                parameters.append(f"d{index}=" + self.dependency())
        parameters.sort(key=_has_default)
        returned = f" -> {self.choice((*RETURNED, self.type()))}" if self.chance(0.6) else ""
        yield f"def read_{number}({', '.join(parameters)}){returned}:"
        if self.chance(0.4):
            yield "    '''Say it.\n\n    At length, *so*.\n    \\f\n    Not this.\n    '''"
        yield "    return None"

    def said(self, table: Mapping[str, tuple[str, ...]]) -> str:
        """Return some of a table's arguments."""
        asked = [name for name in table if self.chance(0.2)]
        return ", ".join(f"{name}={self.filled(self.choice(table[name]))}" for name in asked)

    def also(self, table: Mapping[str, tuple[str, ...]]) -> str:
        said = self.said(table)
        return f", {said}" if said else ""

    def filled(self, text: str) -> str:
        """Put a type, a marker or a model where the text asks for one."""
        made: dict[str, Callable[[], str]] = {
            "<type>": self.type,
            "<marker>": self.dependency,
        }
        for asked, make in made.items():
            while asked in text:
                text = text.replace(asked, make(), 1)
        return text

    def choice(self, values: Sequence[str]) -> str:
        return self.random.choice(values)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability


def _has_default(parameter: str) -> bool:
    return "] = " in parameter or parameter.startswith("d")


def document(library: str, text: str) -> Any:
    """Return the document of an application under a library, or what it raises."""
    imports, name = (FASTAPI, "fastapi") if library == "FastAPI" else (OURS, "typed_depends")
    module = sys.modules["program"] = ModuleType("program")
    source = imports + SHARED + SECURITY.format(library=name) + text
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, "<program>", "exec"), vars(module))
            return module.app.openapi()
        except Exception as error:
            return f"{type(error).__name__}: {error}"[:300]
        finally:
            del sys.modules["program"]


def with_our_words(document: Any) -> Any:
    """Return FastAPI's document with what `docs/differences.md` says of it."""
    if isinstance(document, str):
        return document
    said = dumps(document).replace("fastapi___compat__v2__", "typed_depends__openapi__body__")
    made = loads(said)
    if made["info"]["title"] == "FastAPI":
        made["info"]["title"] = "App"
    return made


def _referred_to(document: Any) -> Any:
    """Return a document without the schemas of hidden parameters."""
    said = dumps(document)
    schemas = {} if isinstance(document, str) else document.get("components", {}).get("schemas", {})
    for name in ("Color", "Level"):
        if f'"#/components/schemas/{name}"' not in said:
            schemas.pop(name, None)
    return document


def _one_tree(document: Any) -> Any:
    """Return a document without the recursive model as it is read, if nothing reads it.

    FastAPI leaves it where it is below a model with computed fields and the application wants
    no separate schemas; as it is written, it then has another name.
    """
    if isinstance(document, str):
        return document
    schemas = document.get("components", {}).get("schemas", {})
    read, reference = schemas.get("Tree-Input"), '"#/components/schemas/Tree-Input"'
    if read is None or dumps(document).count(reference) > dumps(read).count(reference):
        return document
    schemas.pop("Tree-Input")
    return loads(dumps(document).replace("Tree-Output", "Tree"))


def _trees_alone(shown: Any) -> Any:
    """Return a document without what is said beside a reference to the recursive model.

    FastAPI repeats there what a field of that type says.
    """
    if isinstance(shown, list):
        return [_trees_alone(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    if str(shown.get("$ref", "")).startswith("#/components/schemas/Tree"):
        return {"$ref": shown["$ref"]}
    return {key: _trees_alone(one) for key, one in shown.items()}


def difference(seed: int) -> list[str]:
    """Return how the two documents differ, as lines."""
    text = application(seed)
    theirs, ours = document("FastAPI", text), document("ours", text)
    theirs, ours = _one_tree(_referred_to(with_our_words(theirs))), _referred_to(ours)
    if theirs == ours or (isinstance(theirs, str) and isinstance(ours, str)):
        return []
    if _trees_alone(theirs) == _trees_alone(ours):
        return []
    before, after = (dumps(one, indent=1, default=str).splitlines() for one in (theirs, ours))
    return list(unified_diff(before, after, "FastAPI", "ours", n=4, lineterm=""))


def main() -> int:
    """Compare application after application; say how many there were."""
    parser = argparse.ArgumentParser(prog="python -m tests.openapi.generated", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--show", action="store_true", help="print the programs that differ")
    asked = parser.parse_args()
    wrong = refused = 0
    for seed in range(asked.seed, asked.seed + asked.programs):
        found = difference(seed)
        wrong += bool(found)
        refused += isinstance(document("FastAPI", application(seed)), str)
        if found:
            print(f"seed {seed}", *found[:40], sep="\n", flush=True)
            if asked.show:
                print(application(seed).removeprefix(DECLARATIONS))
    print(f"{asked.programs} applications, {refused} refused by both, {wrong} documents differ")
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
