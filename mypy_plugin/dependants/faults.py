"""What is wrong with a function that only its own module can see: its body and its annotations.

A provider that other modules ask for is told there; mypy's cache keeps neither, so the
ledger does. Few functions have a fault, so few have an entry.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal, NamedTuple

from mypy.nodes import (
    ARG_STAR2,
    AssignmentStmt,
    CallExpr,
    Decorator,
    FuncDef,
    MypyFile,
    SymbolNode,
)
from mypy.traverser import NameAndMemberCollector, all_return_statements

from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.types.beside import may_be_marked
from mypy_plugin.types.blinding import blinding
from mypy_plugin.types.runtime_names import (
    checking_names,
    lost_in_field,
    lost_name,
    names_in,
    shown,
)
from mypy_plugin.types.yielding import yielding_of
from mypy_plugin.weaving.placeholders import only_raises
from mypy_plugin.weaving.statements import Position

TOLD: Final = "told"
_AGAIN: Final = "-redefinition"
"""Stands in mypy's name of what is defined again."""


class Fault(NamedTuple):
    """One fault, and what a message says of it.

    Of what a generator `keeps`, the errors, and by what; of a parameter that is `positional`
    or `variadic`, its name; of one whose annotation is `lost`, its name, the annotation, the name
    that is missing, and `TOLD` if it has a marker, at which its own module tells it; of a function
    that is `wrapped`, the full name of its decorator; of one that `blinds` FastAPI, the name that
    is missing and the parameter that is lost with it. One that `raises` is no mistake: it stands
    for what replaces it. Neither is one that is defined `twice`: mypy takes the first, and the
    running program the last.
    """

    kind: Literal[
        "never",
        "again",
        "keeps",
        "positional",
        "variadic",
        "lost",
        "wrapped",
        "blinds",
        "raises",
        "twice",
    ]
    words: tuple[str, ...] = ()


class Faults:
    """The faults of one module's functions; `marked` gives the calls in their `Annotated`."""

    def __init__(
        self, tree: MypyFile, marked: Callable[[Position, int | None], CallExpr | None]
    ) -> None:
        self._tree = tree
        self._marked = marked
        self._checking = checking_names(tree)

    def of(self, function: FuncDef) -> list[Fault]:
        """Give the faults of a function."""
        found = list(self._of_parameters(function))
        blinds = blinding(self._tree, function) if self._checking else None
        if blinds is not None:
            found.append(Fault("blinds", (blinds.parameter, blinds.missing)))
        if function.is_generator or function.is_async_generator:
            found += _of_body(function)
        elif only_raises(function):
            found.append(Fault("raises"))
        return found

    def of_made(self, function: FuncDef, factory: FuncDef) -> list[Fault]:
        """Give the faults of what a factory makes, whose parameters no type tells.

        Of what is used for more than to be returned, nothing is known.
        """
        variadic = [
            Fault("variadic", (f"{'**' if kind == ARG_STAR2 else '*'}{name}",))
            for kind, name in zip(function.arg_kinds, function.arg_names, strict=True)
            if kind.is_star()
        ]
        found = [*variadic, *self.of(function)]
        return found if found and _is_only_returned(function, factory) else []

    def of_redefined(self) -> dict[str, list[Fault]]:
        """Tell the functions of the module that are defined a second time, whatever happens."""
        return {
            f"{self._tree.fullname}.{name.partition(_AGAIN)[0]}": [Fault("twice")]
            for name, symbol in self._tree.names.items()
            if _AGAIN in name and _is_last(symbol.node)
        }

    def of_fields(self, found: Iterable[Definition]) -> dict[str, list[Fault]]:
        """Give the faults of each class whose constructor is made of its fields."""
        faults: dict[str, list[Fault]] = {}
        for definition in found if self._checking else ():
            field = definition.node
            if not definition.in_class or not isinstance(field, AssignmentStmt):
                continue
            marked = self._marked((field.line, field.column), None)
            missing = lost_in_field(self._tree, field, [] if marked is None else [marked])
            if missing is not None:
                name = definition.fullname.rpartition(".")[2]
                fault = Fault("lost", (name, shown(field.unanalyzed_type), missing))
                faults.setdefault(definition.around, []).append(fault)
        return faults

    def _of_parameters(self, function: FuncDef) -> Iterator[Fault]:
        if not self._checking and not any(argument.pos_only for argument in function.arguments):
            return
        is_bound = not function.is_static or function.name == "__new__"
        bound = bool(function.info) and is_bound
        for slot, argument in enumerate(function.arguments):
            name = argument.variable.name
            if argument.pos_only and not name.startswith("__") and slot >= bound:
                yield Fault("positional", (name,))
            if not self._checking or may_be_marked(argument):
                continue
            marked = self._marked((function.line, function.column), slot)
            markers = [] if marked is None else [marked]
            if not markers and self._checking.isdisjoint(names_in(argument.type_annotation)):
                continue
            missing = lost_name(self._tree, function, argument, markers)
            if missing is not None:
                words = (name, shown(argument.type_annotation), missing)
                yield Fault("lost", (*words, TOLD) if markers else words)


def _is_last(node: SymbolNode | None) -> bool:
    """Tell whether a definition stands for itself, and not for another under a condition."""
    function = node.func if isinstance(node, Decorator) else node
    return isinstance(function, FuncDef) and function.original_def is None


def _is_only_returned(function: FuncDef, factory: FuncDef) -> bool:
    named = NameAndMemberCollector()
    factory.accept(named)
    uses = [name for name in named.name_exprs if name.node is function]
    return len(uses) == len(all_return_statements(factory))


def _of_body(function: FuncDef) -> Iterator[Fault]:
    found = yielding_of(function)
    yield from (Fault("keeps", (kept.errors, kept.by)) for kept in found.swallowed)
    if found.again is not None:
        yield Fault("again")
    elif found.never:
        yield Fault("never")


def encode_faults(faults: list[Fault]) -> str:
    """Write faults down, for the ledger."""
    return json.dumps(faults, separators=(",", ":"))


def decode_faults(text: str) -> list[Fault]:
    """Read what `encode_faults` has written."""
    return [Fault(kind, tuple(words)) for kind, words in json.loads(text)]
