"""Say to mypy whose change makes a verdict worth another look.

mypy follows the names an expression uses by itself. What a rule looked at beyond that,
it must say: to the next warm run (`module_refs`) and to the daemon (`plugin_deps`).

The daemon reads `plugin_deps` when it checks a whole file, not when it comes back to one
function of it. So a probe also names, behind its own argument, what its answer depends on.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from mypy.checker import TypeChecker
from mypy.indirection import TypeIndirectionVisitor
from mypy.nodes import (
    ARG_POS,
    GDEF,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    NameExpr,
    RefExpr,
    TypeInfo,
)
from mypy.server.trigger import make_trigger, make_wildcard_trigger
from mypy.types import Instance, Type, flatten_nested_unions, get_proper_type

from mypy_plugin.weaving.awaited import is_followed
from mypy_plugin.weaving.placing import hidden

_STILL: Final = frozenset({"abc", "builtins", "enum", "pydantic", "typing", "typing_extensions"})
"""Packages whose classes stay what they are while a program is edited."""


def recheck_on(checker: TypeChecker, module: str, *symbols: str) -> None:
    """Have what is being checked checked again when `symbols` of `module` change."""
    checker.module_refs.add(module)
    if not is_followed(checker.options):
        return
    for symbol in symbols:
        _wait_for(checker, make_trigger(f"{module}.{symbol}"))


def recheck_on_names(checker: TypeChecker, module: str) -> None:
    """Have what is being checked checked again when `module` binds other names."""
    checker.module_refs.add(module)
    if is_followed(checker.options):
        _wait_for(checker, make_wildcard_trigger(module))


def recheck_on_members(checker: TypeChecker, types: Sequence[Type]) -> None:
    """Have what is being checked checked again when classes get other members."""
    for one in flatten_nested_unions(types):
        proper = get_proper_type(one)
        for base in proper.type.mro[:-1] if isinstance(proper, Instance) else ():
            checker.module_refs.add(base.module_name)
            if is_followed(checker.options):
                _wait_for(checker, make_wildcard_trigger(base.fullname))


def recheck_on_class(checker: TypeChecker, info: TypeInfo) -> None:
    """Have what is being checked checked again when a class, or what stands in it, changes."""
    for base in info.mro:
        if base.module_name.partition(".")[0] not in _STILL:
            checker.module_refs.add(base.module_name)
            if is_followed(checker.options):
                _wait_for(checker, make_trigger(base.fullname))
                _wait_for(checker, make_wildcard_trigger(base.fullname))


def _wait_for(checker: TypeChecker, trigger: str) -> None:
    target = checker.tscope.current_target()
    checker.tree.plugin_deps.setdefault(trigger, set()).add(target)


def rest_on(checker: TypeChecker, provider: Expression, provided: Iterable[Type]) -> None:
    """Have what is being checked checked again when the classes a provider names change.

    mypy does so by itself for the types of all expressions that it was shown.
    """
    if not isinstance(provider, RefExpr) or provider.node is None:
        return
    node, types = provider.node, list(provided)
    if isinstance(node, FuncDef | Decorator) and node.type is not None:
        types.append(node.type)
    checker.module_refs |= TypeIndirectionVisitor().find_modules(types)
    module = node.module_name if isinstance(node, TypeInfo) else node.fullname.rpartition(".")[0]
    recheck_on(checker, module, node.fullname[len(module) + 1 :])


@contextmanager
def naming_what_is_asked(checker: TypeChecker, probe: CallExpr) -> Iterator[None]:
    """Have the daemon come back to `probe` for all that is looked at meanwhile."""
    if not checker.options.fine_grained_incremental:
        yield
        return
    before, asked = checker.tree.plugin_deps, dict[str, set[str]]()
    checker.tree.plugin_deps = asked
    try:
        yield
    finally:
        checker.tree.plugin_deps = before
        for trigger, targets in asked.items():
            before.setdefault(trigger, set()).update(targets)
            _add_name(probe, trigger[1:-1])


def forget_names(probe: CallExpr) -> None:
    """Take the names off again: they are no arguments."""
    del probe.args[1:], probe.arg_kinds[1:], probe.arg_names[1:]


def _add_name(probe: CallExpr, fullname: str) -> None:
    """Add a name that the daemon takes for a use of `fullname`, and mypy's analysis can find."""
    name = NameExpr("__builtins__")
    name.kind = GDEF
    name.fullname = fullname
    probe.args.append(hidden(name, probe))
    probe.arg_kinds.append(ARG_POS)
    probe.arg_names.append(None)
