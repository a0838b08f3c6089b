"""Signatures with their annotations made real, and what is said of those that cannot be."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from types import ModuleType
from typing import Annotated, Any, Generic, TypeVar

import pytest
from typing_extensions import TypeAliasType

from typed_depends import App, Depends
from typed_depends.errors import DependencyAnnotationError
from typed_depends.reading.dependant import DependencyParameter
from typed_depends.reading.reader import Reader, read
from typed_depends.reading.signature import (
    Lost,
    NoSignatureError,
    signature_of,
    without_alias,
)

T = TypeVar("T")


def provider() -> int:
    return 1


def module(name: str, text: str) -> ModuleType:
    """Return a module made of `text`."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(text, f"{name}.py", "exec"), vars(made))
    return made


def annotations(call: Callable[..., Any]) -> dict[str, Any]:
    return {parameter.name: parameter.annotation for parameter in signature_of(call).parameters}


def providers(call: Callable[..., Any]) -> list[Any]:
    """Return what the dependencies of `call` are filled by."""
    dependant = read(call)
    assert dependant.misreadings == ()
    return [one.marked.call for one in dependant.parameters if isinstance(one, DependencyParameter)]


def test_strings_and_future_annotations_are_read() -> None:
    made = module(
        "future_module",
        "from __future__ import annotations\n"
        "from typing import Annotated\nfrom typed_depends import Depends\n"
        "def provider() -> int: ...\n"
        "def consumer(a: Annotated[int, Depends(provider)], b: 'list[Later]'): ...\n"
        "def inside(a: list['Later'], b: 'dict[str, Later] | None'): ...\n"
        "class Later: ...\n",
    )
    assert providers(made.consumer) == [made.provider]
    later: Any = made.Later
    assert annotations(made.consumer)["b"] == list[later]
    assert annotations(made.inside) == {"a": list[later], "b": dict[str, later] | None}


def test_a_name_that_is_missing_is_named() -> None:
    made = module(
        "missing_module",
        "from __future__ import annotations\n"
        "def consumer(a: int, b: list[Missing], c: Mod.Thing): ...\n",
    )
    found = annotations(made.consumer)
    assert found["a"] is int
    assert found["b"] == Lost("list[Missing]", "Missing")
    assert found["c"] == Lost("Mod.Thing", "Mod")
    (b, c) = read(made.consumer).misreadings
    assert b.error is c.error is DependencyAnnotationError
    assert '"Missing"' in b.sentence.found


def test_a_name_that_one_class_has_is_not_called_missing() -> None:
    asking = "Known = int\nclass {}:\n    def __init__(self, a: 'tuple[Known, Missing]'): ...\n"
    module("plain_base", "class Base: ...\n")
    module("asking_base", asking.format("Base"))
    child = module("asking_child", "import plain_base\n" + asking.format("Child(plain_base.Base)"))
    heir = module("plain_child", "import asking_base\nclass Child(asking_base.Base): ...\n")
    expected = {"a": Lost("tuple[Known, Missing]", "Missing")}
    assert annotations(child.Child) == annotations(heir.Child) == expected


def test_a_missing_type_beside_a_default_marker_is_no_mistake() -> None:
    made = module(
        "default_module",
        "from typed_depends import Depends\n"
        "def provider() -> int: ...\n"
        "def consumer(a: 'Missing' = Depends(provider)): ...\n",
    )
    assert providers(made.consumer) == [made.provider]


def test_a_constructor_inherited_from_another_module_is_read_there() -> None:
    module(
        "base_module",
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\nfrom typing import Annotated\n"
        "from typed_depends import Depends\n"
        "def base_provider() -> int: ...\n"
        "class Base:\n    def __init__(self, a: Annotated[int, Depends(base_provider)]): ...\n"
        "@dataclass\nclass Data:\n    a: Annotated[int, Depends(base_provider)]\n",
    )
    made = module(
        "child_module",
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\nimport base_module\n"
        "class Child(base_module.Base): ...\n"
        "@dataclass\nclass ChildData(base_module.Data):\n    b: int = 1\n",
    )
    base_provider = sys.modules["base_module"].base_provider
    assert providers(made.Child) == [base_provider]
    assert providers(made.ChildData) == [base_provider]


def test_wrapped_functions_keep_their_signature() -> None:
    def outer(*args: Any, **kwargs: Any) -> Any: ...

    def consumer(a: Annotated[int, Depends(provider)]) -> None: ...

    assert providers(wraps(consumer)(outer)) == [provider]
    assert providers(partial(consumer)) == [provider]


def test_an_alias_made_with_type_is_unwrapped_however_deep() -> None:
    inner = TypeAliasType("inner", Annotated[int, Depends(provider)])
    outer = TypeAliasType("outer", inner)

    def consumer(a: outer) -> None: ...

    assert without_alias(outer) == Annotated[int, Depends(provider)]
    assert providers(consumer) == [provider]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax of PEP 695")
def test_generic_aliases_of_pep_695_are_filled() -> None:
    made = module(
        "pep695_module",
        "from typing import Annotated\nfrom typed_depends import Depends\n"
        "type Dep[A] = Annotated[A, Depends()]\n"
        "class Service: ...\n"
        "def consumer(a: Dep[Service]): ...\n"
        "class Repo[T]:\n    def __init__(self, item: Dep[T]): ...\n"
        "def generic(repo: Annotated[Repo[Service], Depends(Repo[Service])]): ...\n",
    )
    assert providers(made.consumer) == [made.Service]
    (repo,) = providers(made.generic)
    assert providers(repo) == [made.Service]


def test_an_alias_with_a_type_variable_is_filled() -> None:
    dep = Annotated[T, Depends()]

    class Service: ...

    def consumer(a: dep[Service]) -> None: ...

    assert providers(consumer) == [Service]


def test_a_generic_class_is_read_with_its_arguments() -> None:
    class Model: ...

    class Repo(Generic[T]):
        def __init__(self, model: Annotated[T, Depends()], many: list[T]) -> None: ...

    assert providers(Repo[Model]) == [Model]
    assert annotations(Repo[Model])["many"] == list[Model]


def test_annotated_in_annotated_is_one_and_the_last_marker_counts() -> None:
    def other() -> int:
        return 2

    first = Annotated[int, Depends(provider)]

    def consumer(a: Annotated[first, "more"], b: Annotated[first, Depends(other)]) -> None: ...

    assert providers(consumer) == [provider, other]


def test_a_callable_without_a_signature_says_so() -> None:
    with pytest.raises(NoSignatureError):
        signature_of(dict)


def test_a_callable_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read_ones: list[Any] = []

    def counted(call: Callable[..., Any], *rest: Any) -> Any:
        read_ones.append(call)
        return read(call)

    monkeypatch.setattr("typed_depends.reading.reader.read", counted)
    reader = Reader()
    assert reader.read(provider) is reader.read(provider)
    assert read_ones == [provider]


def test_callables_that_are_equal_but_not_the_same_are_read_apart() -> None:
    @dataclass(frozen=True)
    class Provider:
        number: int

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

        def __call__(self) -> int:
            return self.number

    reader = Reader()
    first, second = Provider(1), Provider(2)
    assert reader.read(first).call is first
    assert reader.read(second).call is second


def test_an_unhashable_provider_works() -> None:
    class Provider:
        __hash__ = None  # type: ignore[assignment]

        def __eq__(self, other: object) -> bool:
            return self is other

        def __call__(self) -> str:
            return "value"

    from starlette.testclient import TestClient

    unhashable = Provider()
    app = App(strict=True)

    @app.get("/")
    def endpoint(value: Annotated[str, Depends(unhashable)]) -> str:
        return value

    assert TestClient(app).get("/").json() == "value"
