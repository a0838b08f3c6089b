"""Answer a probe: gather the facts, ask the rules, report what they find.

Called by mypy's function hook while the probe is checked, so every name in it is
resolved and every type it needs is known or being waited for.
"""

from collections.abc import Callable, Iterable
from functools import cached_property

from mypy.checker import TypeChecker
from mypy.nodes import (
    CallExpr,
    Context,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
)
from mypy.typeops import make_simplified_union
from mypy.types import NoneType, Type, UnionType, get_proper_type

from mypy_plugin.dependants.dependant import Provider
from mypy_plugin.dependants.edges import read_edge
from mypy_plugin.dependants.kinds import Asked, Kinds
from mypy_plugin.dependants.lookup import Dependants
from mypy_plugin.dependants.parameters import connection_kind
from mypy_plugin.dependants.read import Read
from mypy_plugin.families import may_differ
from mypy_plugin.judging_edges import judge_edge
from mypy_plugin.judging_placeholders import (
    is_filled_by_decorator,
    is_placeholder,
    is_redefined,
)
from mypy_plugin.ledger import provided_type, recall
from mypy_plugin.markers import family_of, is_marker_call, provider_of
from mypy_plugin.names import JUDGED_BY_TYPE, MARKER_NAMES
from mypy_plugin.rechecking import recheck_on
from mypy_plugin.report import report
from mypy_plugin.rules.depends_marker import check_beside, check_marker
from mypy_plugin.rules.depends_type import check_type, fits
from mypy_plugin.rules.finding import Finding
from mypy_plugin.sharing import Shared
from mypy_plugin.types.beside import Beside, beside, beside_alias
from mypy_plugin.types.by_hand import may_be_called_by_hand
from mypy_plugin.types.declared import Declaration, declaration_of
from mypy_plugin.types.marker_call import read_marker_call
from mypy_plugin.types.origin import LineOf, defined_together, describe, name_of
from mypy_plugin.types.provided import Provision, Reader, is_told_by_body, kind_of_body
from mypy_plugin.types.readable import unreadable, unserialisable
from mypy_plugin.types.security import is_made_without_saying, is_scheme, may_give_none
from mypy_plugin.types.variables import bound_value, variable_of
from mypy_plugin.weaving.awaited import is_followed
from mypy_plugin.weaving.bindings import imported_names
from mypy_plugin.weaving.sites import Site, Woven
from mypy_plugin.weaving.statements import Owner, Survey


class Judge:
    """The questions one module's probes ask, answered with its checker."""

    def __init__(
        self,
        checker: TypeChecker,
        woven: Woven,
        survey: Survey,
        asked: Asked,
        read: Callable[[str], Read | None],
        line_of: LineOf,
        shared: Shared,
    ) -> None:
        self.checker = checker
        self.woven = woven
        self.reader = Reader(checker)
        self.survey = survey
        self.owners = survey.by_position
        self.kinds = Kinds(checker, asked)
        self.line_of = line_of
        self.shared = shared
        self._heard: list[Finding] | None = None
        self.dependants = Dependants(checker, read, self.kinds, shared)

    def judge_place(self, asked: Expression, site: Site) -> None:
        """Judge a marker call by what stands beside it at the same parameter."""
        owner = self.owners.get(site.owner)
        if owner is not None:
            annotated = self.woven.annotated.get((site.owner, site.slot), ())
            place = beside(asked, site, owner, annotated)
            if place.is_default and isinstance(owner, FuncDef) and not annotated:
                held = self.dependants.marker_of_alias(owner, site.slot or 0)
                place = place._replace(in_annotated=() if held is None else (held,))
            if place.marker in MARKER_NAMES:
                self._judge_beside(asked, place, owner)

    def judge_defaults(self, function: FuncDef) -> None:
        """Judge the defaults of a function that stand beside a marker which an alias holds."""
        for slot, argument in enumerate(function.arguments):
            if argument.initializer is not None:
                held = self.dependants.marker_of_alias(function, slot)
                place = beside_alias(function, slot, held) if held is not None else None
                if place is not None:
                    self._judge_beside(argument, place, function)

    def _judge_beside(self, context: Context, place: Beside, owner: Owner) -> None:
        if place.has_default and isinstance(owner, FuncDef):
            by_hand = may_be_called_by_hand(self.checker.tree, owner, self.woven)
            place = place._replace(has_default=not by_hand)
        self.report_all(context, check_beside(place))

    def judge_edge(self, asked: Expression, declaration: Declaration | None = None) -> None:
        """Judge the dependency a marker call makes by what lies below it."""
        if not isinstance(asked, CallExpr) or not is_marker_call(asked):
            return
        if is_judged_by_type(asked):
            return
        parameter, declared = (
            (None, None) if declaration is None else (declaration.name, declaration.type)
        )
        edge = read_edge(asked, parameter, declared, self.dependants.names())
        self.report_all(asked, judge_edge(self.dependants, edge))

    def judge_call(self, asked: Expression, declaration: Declaration | None = None) -> bool:
        """Judge a marker call by itself; tell whether its provider can be judged further."""
        if not isinstance(asked, CallExpr) or not is_marker_call(asked):
            return True
        if is_judged_by_type(asked):
            return True
        call = read_marker_call(self.checker, asked, declaration)
        self.report_all(asked, check_marker(call))
        return call.context_manager is None

    def report_all(self, context: Context, findings: Iterable[Finding]) -> None:
        """Report each finding with its remedy."""
        for finding in findings:
            heard = self._heard is not None
            defined = "" if heard else defined_together(self.checker, finding.way, self.line_of)
            notes = tuple(note for note in (finding.path, defined, finding.remedy) if note)
            self.tell(context, finding, notes)

    def tell(self, context: Context, finding: Finding, notes: tuple[str, ...]) -> None:
        """Report a finding with its notes, or only hear that there is one."""
        if self._heard is None:
            report(self.checker, context, finding.code, finding.message, notes)
        elif self.checker.errors.is_error_code_enabled(finding.code):
            self._heard.append(finding)

    def tells_at(self, provider: Provider, asked: Context) -> bool:
        """Tell whether what is wrong in a provider of another module is told at this marker.

        Once: at the first marker of the module being checked that names it.
        """
        place = asked.line, asked.column
        return self._heard is not None or self.dependants.is_first_to_ask(provider, place)

    @property
    def hears(self) -> bool:
        """Whether findings are only listened for."""
        return self._heard is not None

    def finds_nothing(self, work: Callable[[], object]) -> bool:
        """Tell whether some judging finds nothing to report; report nothing meanwhile."""
        self._heard = heard = list[Finding]()
        try:
            work()
        finally:
            self._heard = None
        return not heard

    def judge_provided(self, asked: Expression, declaration: Declaration) -> None:
        """Judge what the provider of a marker call provides against what is declared."""
        provider = _provider(asked)
        if provider is not None:
            self.judge_provider(asked, declaration, provider)

    def judge_provider(
        self, asked: Expression, declaration: Declaration, provider: Expression
    ) -> None:
        """Judge what `provider` provides against what is declared."""
        if is_followed(self.checker.options):
            self.recheck_on_reexport(provider)
        readings = self.readings(provider, declaration.type)
        self.judge(asked, declaration, name_of(provider), readings, provider)

    def judge_variable(self, asked: Expression, site: Site) -> bool:
        """Judge a variable used as a marker; tell whether it is bound to one."""
        declaration = self.declaration(site)
        variable = variable_of(self.checker, asked)
        if declaration is None or variable is None:
            return False
        value = bound_value(variable, self.owners)
        if value is not None:
            provider = _provider(value)
            if provider is not None and not is_judged_by_type(value):
                self.judge_provider(asked, declaration, provider)
            return provider is not None
        remembered = provided_type(recall(self.checker, variable))
        if remembered is not None:
            reading = Provision(remembered, "function")
            self.judge(asked, declaration, name_of(asked), [reading])
        return remembered is not None

    def provided_by(self, asked: Expression) -> Type | None:
        """Give the provided type of a marker call, for the ledger; None if not known."""
        provider = _provider(asked)
        if provider is None or is_judged_by_type(asked):
            return None
        types = [reading.type for reading in self.readings(provider, None)]
        return types[0] if len(types) == 1 else None

    def readings(self, provider: Expression, declared: Type | None) -> list[Provision]:
        """Give what `provider` may provide, solved by what is declared where it is open."""
        found = self._settled(provider, self.reader.read(provider))
        if declared is not None and found and not any(fits(r.type, declared) for r in found):
            opened = self._settled(provider, self.reader.read_open(provider, declared))
            if any(fits(reading.type, declared) for reading in opened):
                found = opened
        if self._is_never_none(provider, found):
            found = [_without_none(reading) for reading in found]
        if any(is_placeholder(self.checker, self.dependants, reading) for reading in found):
            return []
        return found

    def _is_never_none(self, provider: Expression, found: list[Provision]) -> bool:
        """Tell whether a provider is only annotated to provide None."""
        asked = self.checker, provider, self.owners
        if any(is_scheme(reading.of_instance) for reading in found):
            return not may_give_none(*asked)
        return any(_may_be_none(reading) for reading in found) and is_made_without_saying(*asked)

    def _settled(self, provider: Expression, found: list[Provision]) -> list[Provision]:
        """Settle what a `partial` that a variable holds provides, by the function behind it."""
        if len(found) < 2 or any(reading.of_instance is None for reading in found):
            return found
        named = self.dependants.names().provider(provider)
        behind = self.dependants.function_behind(named) if named is not None else None
        function = None if behind is None else behind[0]
        if not is_told_by_body(function) or function.is_decorated or function.is_trivial_body:
            return found
        kind = kind_of_body(function)
        readings = [reading for reading in found if reading.kind == kind]
        return [reading._replace(definition=function) for reading in readings] or found

    def judge(
        self,
        asked: Expression,
        declaration: Declaration,
        provider: str,
        found: list[Provision],
        named: Expression | None = None,
    ) -> None:
        """Ask the rules and report their findings at `asked`; `named` is the provider itself."""
        options = self.checker.options
        for reading in found:
            self.kinds.ask(reading.definition)
        types = [reading.type for reading in found]
        if isinstance(asked, CallExpr) and any(
            may_differ(family_of(asked), provided, declaration.type) for provided in types
        ):
            return
        for finding in check_type(declaration, provider, types, options):
            if any(is_redefined(self.dependants, reading.definition) for reading in found):
                return
            if is_filled_by_decorator(self.dependants, asked, named):
                return
            provided = finding.provided
            notes = describe(self.checker, found[0], provided, self.line_of, named)
            self.tell(asked, finding, notes)

    def recheck_on_reexport(self, provider: Expression) -> None:
        """Have the daemon come back when a name is exported from elsewhere.

        Before 2.4 mypy's daemon looks again at the import then, not at what uses it.
        """
        match provider:
            case NameExpr():
                self.recheck_on_export(provider.name)
            case MemberExpr(expr=RefExpr(node=MypyFile() as module)):
                recheck_on(self.checker, module.fullname, provider.name)

    def recheck_on_export(self, name: str) -> None:
        """Have the daemon come back when what the module imports by this name is another."""
        package, _, exported = self.origins.get(name, "").rpartition(".")
        if package:
            recheck_on(self.checker, package, exported)

    @cached_property
    def origins(self) -> dict[str, str]:
        """Where the names that the module imports come from."""
        return imported_names(self.checker.tree)

    def is_readable(self, declared: Type) -> bool:
        """Tell whether some source may produce a parameter of this type."""
        return self._holds(_is_readable, declared)

    def is_serialisable(self, answer: Type) -> bool:
        """Tell whether pydantic may serialise what an endpoint returns."""
        return not self._holds(unserialisable, answer)

    def _holds(self, question: Callable[[TypeChecker, Type], bool], type_: Type) -> bool:
        """Ask about a type, once; what the answer rests on is kept with it."""
        answer = self.dependants.ask((question, type_), lambda: question(self.checker, type_))
        return answer is True

    def declaration(self, site: Site) -> Declaration | None:
        owner = self.owners.get(site.owner)
        return None if owner is None else declaration_of(owner, site.slot, self.checker.tree.names)


def _is_readable(checker: TypeChecker, declared: Type) -> bool:
    return connection_kind(declared) is not None or unreadable(checker, declared) is None


def _provider(asked: Expression) -> Expression | None:
    """Give `f` of `Depends(f)`, also through a probe around it."""
    if isinstance(asked, CallExpr) and is_marker_call(asked):
        return provider_of(asked)
    return None


def is_judged_by_type(asked: Expression) -> bool:
    """Tell whether a marker is of a family of which only the provided type is judged."""
    return (
        bool(JUDGED_BY_TYPE) and isinstance(asked, CallExpr) and family_of(asked) in JUDGED_BY_TYPE
    )


def _may_be_none(reading: Provision) -> bool:
    proper = get_proper_type(reading.type)
    return isinstance(proper, UnionType) and any(
        isinstance(get_proper_type(item), NoneType) for item in proper.items
    )


def _without_none(reading: Provision) -> Provision:
    proper = get_proper_type(reading.type)
    if not isinstance(proper, UnionType):
        return reading
    rest = [item for item in proper.items if not isinstance(get_proper_type(item), NoneType)]
    return Provision(
        make_simplified_union(rest), reading.kind, reading.definition, reading.of_instance
    )
