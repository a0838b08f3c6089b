"""Judge plain markers: what alike ones have in common once, the rest at each of them.

What a marker says by itself and what lies below its provider is asked of the first of its
kind, while nobody listens. If nothing is found there, all that is left to ask at each is
whether the provided type fits, whether the owner closes a circle, and whether the
annotation keeps its names. Where anything is found the marker takes the long way: it is
judged as if it had a probe of its own, and says there what it has to say.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeGuard

from mypy.nodes import (
    GDEF,
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    SymbolNode,
    TypeAlias,
    TypeInfo,
)
from mypy.types import CallableType, Instance, Type, UnboundType, get_proper_type

from mypy_plugin.dependants.dependant import Provider
from mypy_plugin.dependants.plain import call_of, node_of
from mypy_plugin.judging import Judge, is_judged_by_type
from mypy_plugin.judging_callables import judge_annotation
from mypy_plugin.judging_called import judge_called, judge_quoted
from mypy_plugin.markers import defining_name
from mypy_plugin.names import JUDGED_BY_TYPE, MARKERS
from mypy_plugin.rechecking import recheck_on, rest_on
from mypy_plugin.rules.depends_type import fits
from mypy_plugin.types.declared import Declaration, declaration_of
from mypy_plugin.types.metadata import is_refused
from mypy_plugin.types.runtime_names import lost_name
from mypy_plugin.weaving.sites import Plain, Shape, Site
from mypy_plugin.weaving.statements import Owner

_DECLARED: Final = (("dependency", "declared"),)
"""Stands for the words of `Depends()`."""


class Alike(NamedTuple):
    """What silent markers have in common that say the same of the same provider.

    `below` names all that is reached from `provider`; `fitting` are the declared types that
    what it provides is known to fit.
    """

    provider: str
    provided: tuple[Type, ...]
    below: frozenset[str]
    fitting: set[Type]


_UNASKED: Final = Alike("", (), frozenset(), set())
"""Stands for markers that nobody has asked about."""


class RollCall:
    """The plain markers of one module, while one probe asks for all of them."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.checker = judge.checker
        self.tree: MypyFile = judge.checker.tree
        self.is_lazy = self.tree.is_future_flag_set("annotations")
        self._owners = judge.owners
        self._in_daemon = self.checker.options.fine_grained_incremental
        self._known: dict[Shape, Alike | None] = {}

    def is_silent(self, plain: Plain) -> bool:
        """Tell whether there is surely nothing to say about a plain marker."""
        shape, (_, position, slot) = plain.shape, plain.site
        owner = self._owners.get(position)
        alike = self._known.get(shape, _UNASKED)
        if alike is _UNASKED:
            alike = self._known[shape] = self._look_up(plain)
        if alike is None or owner is None:
            return False
        if self._in_daemon:
            self._recheck_on(owner)
            self._recheck_on_export(shape.provider)
        if slot is None or not isinstance(owner, FuncDef):
            declaration = declaration_of(owner, None, self.tree.names)
            return (
                declaration is not None
                and self._fits(alike, declaration.type)
                and alike.provider not in alike.below
            )
        signature = owner.type
        return (
            isinstance(signature, CallableType)
            and slot < len(signature.arg_types)
            and self._fits(alike, signature.arg_types[slot])
            and alike.provider not in alike.below
            and (asking := _asking(owner)) not in alike.below
            and asking != alike.provider
            and (plain.is_default or not self.is_lazy or self._keeps_names(owner, plain))
            and not (plain.is_default and self._is_marked_twice(owner, slot))
        )

    def is_silent_loose(self, call: CallExpr) -> bool:
        """Tell whether there is surely nothing to say about a marker that fills no parameter.

        The daemon is told by each such marker what it asks for.
        """
        if self._in_daemon or call.arg_names != [None]:
            return False
        marker, provider = call.callee, call.args[0]
        if not _is_of_module(marker) or not _is_of_module(provider):
            return False
        alike = self._alike_of(provider.node, marker.node, (), lambda: self._look_at(call))
        if alike is None:
            return False
        owner = self.judge.dependants.owner_at((call.line, call.column))
        if owner is None:
            return True
        if isinstance(owner.node, FuncDef):
            asking = _asking(owner.node)
            return asking not in alike.below and asking != alike.provider
        return alike.provider not in alike.below

    def marker_of(self, plain: Plain) -> CallExpr | None:
        """Give the call a plain marker is: the tree's own if that has it; None if it is lost."""
        if not plain.is_default:
            return call_of(plain.shape, self.tree, plain.line, plain.column)
        function, slot = self.judge.owners.get(plain.site.owner), plain.site.slot
        if not isinstance(function, FuncDef) or slot is None:
            return None
        default = function.arguments[slot].initializer
        match default:
            case CallExpr(callee=RefExpr(node=SymbolNode())):
                return default
        return None

    def is_settled(self, plain: Plain) -> bool:
        """Tell whether the provider of a plain marker has a type by now."""
        return _is_settled(node_of(plain.shape.provider, self.tree))

    def _recheck_on(self, owner: Owner) -> None:
        """Have the daemon come back when what an owner declares changes its meaning."""
        match owner:
            case FuncDef():
                path = owner.fullname[len(self.tree.fullname) + 1 :]
            case AssignmentStmt(lvalues=[NameExpr(name=path)]):
                pass
            case _:
                return
        recheck_on(self.checker, self.tree.fullname, path)

    def _recheck_on_export(self, provider: str) -> None:
        """Have the daemon come back when a provider's name is another's."""
        name, _, attribute = provider.partition(".")
        if not attribute:
            self.judge.recheck_on_export(name)
            return
        symbol = self.tree.names.get(name)
        if symbol is not None and isinstance(symbol.node, MypyFile):
            recheck_on(self.checker, symbol.node.fullname, attribute)

    def _look_up(self, plain: Plain) -> Alike | None:
        """Give what is known of markers like this; None if there may be something to say."""
        shape = plain.shape
        provider, marker = node_of(shape.provider, self.tree), node_of(shape.marker, self.tree)
        if shape.provider_at is None and not isinstance(provider, TypeInfo):
            return None
        said = tuple(said[:2] for said in shape.keywords)
        if shape.provider_at is None:
            said = _DECLARED
        return self._alike_of(provider, marker, said, lambda: self._look_at_first(plain))

    def _alike_of(
        self,
        provider: SymbolNode | None,
        marker: SymbolNode | None,
        said: tuple[tuple[str, str], ...],
        look: Callable[[], Alike | None],
    ) -> Alike | None:
        """Give what is known of markers that say the same of a provider, or `look` for it."""
        if provider is None or marker is None or not _is_settled(provider):
            return None
        defined = defining_name(marker)
        if defined not in MARKERS or defined.partition(".")[0] in JUDGED_BY_TYPE:
            return None
        asked = (Alike, defined, said, provider.fullname, id(self.checker.options))
        at_home = None if self._is_here(provider) else (*asked, True)
        return self.judge.shared.answer(
            self.checker, (*asked, at_home is None), look, is_settled=True, or_known=at_home
        )

    def _look_at_first(self, plain: Plain) -> Alike | None:
        """Judge the first plain marker of its kind."""
        call = call_of(plain.shape, self.tree, plain.line, plain.column)
        if plain.shape.keywords and is_refused(self.checker, call):
            return None
        return self._look_at(call) if call.args else self._look_at_declared(plain, call)

    def _look_at(self, call: CallExpr) -> Alike | None:
        """Judge a marker that says what provides."""
        judge, provider = self.judge, call.args[0]
        if not judge.finds_nothing(lambda: judge_alone(judge, call)):
            return None
        readings = judge.reader.read(provider)
        if any(reading.of_instance is not None for reading in readings):
            return None
        for reading in readings:
            judge.kinds.ask(reading.definition)
        provided = tuple(reading.type for reading in readings)
        rest_on(self.checker, provider, provided)
        return self._alike(judge.dependants.names().provider(provider), provided)

    def _look_at_declared(self, plain: Plain, call: CallExpr) -> Alike | None:
        """Judge the first `Depends()` at a class, which gives what is declared."""
        judge, declaration = self.judge, self.judge.declaration(plain.site)
        declared = get_proper_type(declaration.type) if declaration is not None else None
        if not isinstance(declared, Instance):
            return None
        if declared.type is not node_of(plain.shape.provider, self.tree):
            return None
        if not judge.finds_nothing(lambda: judge_alone(judge, call, declaration)):
            return None
        return self._alike(Provider(declared.type.name, declared.type.fullname), ())

    def _alike(self, provider: Provider | None, provided: tuple[Type, ...]) -> Alike:
        dependants = self.judge.dependants
        found = dependants.of(provider) if provider is not None else None
        if found is None or provider is None:
            return Alike("", provided, frozenset(), set())
        return Alike(found.fullname, provided, dependants.reached_from(provider), set())

    def _fits(self, alike: Alike, declared: Type) -> bool:
        """Tell whether what is provided fits; in the daemon a declared class may change."""
        if not alike.provided or declared in alike.fitting:
            return True
        if any(fits(provided, declared) for provided in alike.provided):
            if not self._in_daemon:
                alike.fitting.add(declared)
            return True
        return False

    def _is_here(self, provider: SymbolNode) -> bool:
        """Tell whether what runs may be defined here: only there its mistakes are told."""
        home = self.tree.fullname
        if isinstance(provider, TypeInfo):
            return any(base.module_name == home for base in provider.mro)
        return provider.fullname.startswith(f"{home}.")

    def _is_marked_twice(self, function: FuncDef, slot: int) -> bool:
        """Tell whether the annotation beside a marker that is a default is an alias with one."""
        annotation = function.arguments[slot].type_annotation
        name = annotation.name if isinstance(annotation, UnboundType) else ""
        symbol = self.tree.names.get(name)
        if symbol is not None and not isinstance(symbol.node, TypeAlias):
            return False
        return self.judge.dependants.marker_of_alias(function, slot) is not None

    def _keeps_names(self, function: FuncDef, plain: Plain) -> bool:
        argument = function.arguments[plain.site.slot or 0]
        call = call_of(plain.shape, self.tree, plain.line, plain.column)
        return lost_name(self.tree, function, argument, [call]) is None


def judge_marker(judge: Judge, asked: Expression, site: Site) -> None:
    """Judge a marker call that has a probe, alone and where it stands."""
    declaration = judge.declaration(site)
    if is_judged_by_type(asked):
        if declaration is not None:
            judge.judge_provided(asked, declaration)
        return
    judge.judge_place(asked, site)
    is_provider = judge_alone(judge, asked, declaration)
    if is_provider and declaration is not None:
        judge.judge_provided(asked, declaration)
    judge_annotation(judge, asked, site)
    if declaration is not None:
        judge_quoted(judge, asked, declaration, site)


def judge_alone(judge: Judge, asked: Expression, declaration: Declaration | None = None) -> bool:
    """Judge what depends on a marker's own words, wherever in its module it stands.

    Only `Depends()` needs to know what is declared. Tells whether it has a provider.
    """
    is_provider = judge.judge_call(asked, declaration)
    if is_provider:
        judge.judge_edge(asked, declaration)
    judge_called(judge, asked, declaration)
    return is_provider


def _is_of_module(expression: Expression) -> TypeGuard[RefExpr]:
    """Tell whether an expression names what a module binds, this one or another."""
    match expression:
        case NameExpr():
            return expression.kind == GDEF
        case MemberExpr():
            inner = expression.expr
            return isinstance(inner, NameExpr) and isinstance(inner.node, MypyFile)
    return False


def _is_settled(provider: SymbolNode | None) -> bool:
    """Tell whether a provider is a function or class whose type mypy knows by now."""
    match provider:
        case FuncDef() | TypeInfo():
            return True
        case Decorator():
            held = get_proper_type(provider.var.type)
            return provider.var.is_ready and isinstance(held, CallableType)
    return False


def _asking(function: FuncDef) -> str:
    """Name who asks: the function, or the class it makes."""
    return function.info.fullname if function.name in ("__init__", "__new__") else function.fullname
