"""Programs: their order, what is shared in them, what they keep and hold."""

from collections.abc import Iterator
from typing import Annotated, Any

from typed_depends import App, Body, Depends
from typed_depends.graph.overrides import NONE
from typed_depends.plan.program import Program


def program_of(endpoint: Any, path: str = "/") -> Program:
    app = App(strict=True)
    app.post(path)(endpoint)
    (route,) = app.router.injected()
    return route.plan(NONE).program


def bottom() -> int:
    return 1


def short() -> Iterator[int]:
    yield 1


def left(b: Annotated[int, Depends(bottom)], s: Annotated[int, Depends(short)]) -> int:
    return b


def right(b: Annotated[int, Depends(bottom)]) -> int:
    return b


def test_steps_are_in_the_order_of_need_and_each_is_there_once() -> None:
    def endpoint(
        left: Annotated[int, Depends(left)],
        right: Annotated[int, Depends(right)],
        again: Annotated[int, Depends(bottom)],
    ) -> None: ...

    program = program_of(endpoint)
    assert [step.name for step in program.steps] == ["bottom", "short", "left", "right"]


def test_use_cache_false_is_a_step_of_its_own() -> None:
    def endpoint(
        first: Annotated[int, Depends(bottom)],
        again: Annotated[int, Depends(bottom, use_cache=False)],
    ) -> None: ...

    program = program_of(endpoint)
    assert [(step.name, step.keep) for step in program.steps] == [
        ("bottom", True),
        ("bottom", False),
    ]


def test_a_value_over_something_of_the_function_is_not_kept() -> None:
    def over(s: Annotated[int, Depends(short, scope="function")]) -> int:
        return s

    def endpoint(
        over: Annotated[int, Depends(over)], s: Annotated[int, Depends(short)]
    ) -> None: ...

    program = program_of(endpoint)
    assert [(step.name, step.ends, step.keep) for step in program.steps] == [
        ("short", "function", False),
        ("over", "request", False),
        ("short", "request", True),
    ]


def test_what_is_held_has_the_same_key_in_every_program() -> None:
    def pool(b: Annotated[int, Depends(bottom)]) -> int:
        return b

    def first(pool: Annotated[int, Depends(pool, scope="lifespan")]) -> None: ...
    def second(
        b: Annotated[int, Depends(bottom)], pool: Annotated[int, Depends(pool, scope="lifespan")]
    ) -> None: ...

    one, two = program_of(first), program_of(second)
    assert [step.name for step in one.held] == ["bottom", "pool"]
    assert [step.held for step in one.held] == [step.held for step in two.held]
    assert [step.name for step in two.steps] == ["bottom"]
    assert one.steps == ()


def test_a_body_is_read_only_where_something_reads_it() -> None:
    def reads(item: Annotated[int, Body()]) -> int:
        return item

    def endpoint(value: Annotated[int, Depends(reads)]) -> None: ...
    def other(value: Annotated[int, Depends(bottom)]) -> None: ...

    assert program_of(endpoint).body is not None
    assert program_of(other).body is None
