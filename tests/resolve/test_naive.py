"""The resolver does what the naive one does, on random programs; and walks far less."""

from dataclasses import replace
from typing import Any

import anyio
from hypothesis import HealthCheck, given, settings

from tests.oracle.generated import Program, programs
from tests.oracle.harness import OURS, SHARED
from tests.resolve.naive import naive_call
from typed_depends import Depends, Injector


def without_the_web(program: Program) -> Program:
    """Return a program whose providers read nothing from a request."""
    return replace(
        program,
        providers=tuple(
            replace(
                one,
                query=False,
                reads_scopes=False,
                reaction="raise" if one.reaction == "pass" else one.reaction,
                edges=tuple(replace(edge, oauth=None) for edge in one.edges),
            )
            for one in program.providers
        ),
        endpoint=replace(
            program.endpoint,
            edges=tuple(replace(edge, use_cache=True) for edge in program.endpoint.edges),
        ),
    )


def run(text: str, how: Any) -> Any:
    """Run a program's endpoint and return its answer or exception, and the events."""
    namespace: dict[str, Any] = {"__name__": "program"}
    exec(compile(OURS + SHARED + text, "<program>", "exec"), namespace)
    try:
        answer = anyio.run(how, namespace["endpoint"])
    except Exception as error:
        answer = type(error).__name__, str(error)
    return answer, namespace["log"]


async def ours(function: Any) -> Any:
    """Call a function through the injector."""
    async with Injector() as injector, injector.request() as scope:
        return await scope.call(function)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(programs())
def test_the_injector_does_what_the_naive_resolver_does(program: Program) -> None:
    text = without_the_web(program).text()
    assert run(text, ours) == run(text, naive_call)


def test_a_layered_graph_is_walked_once() -> None:
    calls: list[int] = []

    def layer(number: int, below: list[Any]) -> list[Any]:
        made = []
        for _ in range(4):
            if below:
                a, b, c, d = below

                async def provider(
                    a: Any = Depends(a),
                    b: Any = Depends(b),
                    c: Any = Depends(c),
                    d: Any = Depends(d),
                ) -> None:
                    calls.append(number)

            else:

                async def provider() -> None:  # type: ignore[misc]
                    calls.append(number)

            made.append(provider)
        return made

    providers: list[Any] = []
    for number in range(30):  # 4^30 ways from the top to the bottom
        providers = layer(number, providers)
    top = providers[0]

    async def function(top: Any = Depends(top)) -> None: ...

    anyio.run(ours, function)
    assert len(calls) == 29 * 4 + 1
