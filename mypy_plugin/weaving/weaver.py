"""Weave the markers of a module back into its tree, where mypy will check them.

A default or a class field that is itself a marker call is wrapped where it stands.
Metadata of `Annotated` is taken where it is plain, and recovered from the text
elsewhere. Runs before semantic analysis, so everything here is syntax.
"""

from collections.abc import Collection, Mapping

from mypy.nodes import (
    Argument,
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    IndexExpr,
    ListExpr,
    MypyFile,
    NameExpr,
    StrExpr,
    TupleExpr,
    TypeAliasStmt,
)
from mypy.options import Options
from mypy.traverser import has_yield_expression
from mypy.types import Type, UnboundType

from mypy_plugin.markers import auto_error_is_off
from mypy_plugin.weaving.awaited import is_followed
from mypy_plugin.weaving.bindings import Bindings, dotted_name, read_bindings
from mypy_plugin.weaving.endings import Endings
from mypy_plugin.weaving.fixtures import fixture_calls
from mypy_plugin.weaving.generators import (
    gives_iterator,
    has_decorated,
    has_generators,
    has_makers,
    has_placeholders,
    has_positional,
    has_redefined,
)
from mypy_plugin.weaving.generic_aliases import GenericAliases
from mypy_plugin.weaving.listed import Lists
from mypy_plugin.weaving.loom import Loom
from mypy_plugin.weaving.paths import placeholders_in
from mypy_plugin.weaving.plain import PlainMarkers
from mypy_plugin.weaving.recovery import Recovery
from mypy_plugin.weaving.serving import has_routers
from mypy_plugin.weaving.sites import Question, Site, Woven
from mypy_plugin.weaving.source import Text
from mypy_plugin.weaving.statements import Owner, Place, Survey, type_said


def weave(
    file: MypyFile, modules: Mapping[str, MypyFile], options: Options, asked: Collection[str] = ()
) -> Woven:
    """Put a probe for every marker of `file` into its tree.

    `asked` names functions of the file whose kind, generator or not, it must remember.
    """
    bindings = read_bindings(file, modules)
    yields = not bindings.interesting and (
        has_generators(file)
        or has_redefined(file)
        or has_makers(file)
        or has_placeholders(file)
        or has_positional(file)
        or has_decorated(file, bindings, in_daemon=is_followed(options))
    )
    replacing = [] if file.is_stub else fixture_calls(file)
    routes = has_routers(file)
    if not (bindings.interesting or yields or routes or asked or replacing):
        return Woven()
    weaver = _Weaver(file, options, bindings)
    if yields or (routes and not bindings.interesting):
        weaver.loom.remember_facts()
    if bindings.interesting:
        weaver.weave()
        woven = weaver.loom.woven
        holds_functions = any(isinstance(owner, FuncDef) for _, owner in weaver.owners)
        if routes or woven.sites or woven.annotated or woven.placeholders or holds_functions:
            weaver.loom.remember_facts()
    for statement in replacing:
        weaver.loom.wrap_statement(statement)
    weaver.remember_kinds(asked)
    weaver.loom.finish(weaver.endings)
    return weaver.loom.woven


_TELLING = (CallExpr, IndexExpr, ListExpr, StrExpr, TupleExpr)
"""What a bare assignment may bind that is of interest: most are of other values."""


class _Weaver:
    """The work on one module; lives as long as one call of `weave`."""

    def __init__(self, file: MypyFile, options: Options, bindings: Bindings) -> None:
        self.options = options
        self.bindings = bindings
        self.file = file
        self.loom = Loom(file)
        self.text = Text(file.path, options)
        self.plain = PlainMarkers(file, bindings, self.loom, self.text)
        self.is_lazy = bindings.lazy or options.python_version >= (3, 14)
        self.module_body = file.defs
        self.survey = self.loom.woven.survey = Survey(file)
        self.owners, self.calls = self.survey.owners, self.survey.calls
        in_daemon = options.fine_grained_incremental
        self.lists = Lists(bindings, self.loom, in_daemon=in_daemon)
        bindings.variables = self.find_variables()
        self.endings = Endings(bindings, file.defs)
        self.aliases = GenericAliases(
            bindings, self.loom, self.owners, is_lazy=self.is_lazy, in_daemon=in_daemon
        )
        self.recovery = Recovery(self.text, bindings, self.loom, self.aliases, is_lazy=self.is_lazy)

    def weave(self) -> None:
        self.loom.woven.placeholders = placeholders_in(self.survey)
        last_line = self.endings.last_line(self.module_body)
        for place, owner in self.owners:
            if owner.line > last_line:
                break
            match owner:
                case FuncDef():
                    self.see_function(place, owner)
                case AssignmentStmt():
                    self.see_assignment(place, owner)
                case TypeAliasStmt():
                    self.see_alias(place, owner, type_said(owner))
        for call in self.calls:
            self.lists.see_call(call)
        self.recovery.finish()
        if self.loom.woven.plain:
            self.loom.ask_for_plain()

    def remember_kinds(self, asked: Collection[str]) -> None:
        """Remember of each function that was asked about whether it is a generator.

        The daemon would take a new entry for a change: there all that may be asked about have
        one from the beginning.
        """
        in_daemon = is_followed(self.options)
        for place, owner in self.owners:
            if not isinstance(owner, FuncDef) or not (asked or in_daemon):
                continue
            entry = self.loom.entry_name(place, owner.name)
            if entry is not None and (entry in asked or (in_daemon and gives_iterator(owner))):
                is_generator = has_yield_expression(owner)
                kind: Expression = NameExpr("True") if is_generator else StrExpr("")
                kind.set_line(owner)
                self.loom.remember(entry, kind)

    def find_variables(self) -> frozenset[str]:
        """Give the variables of this module that are bound to a marker call."""
        return frozenset(
            target.name
            for _, owner in self.owners
            if isinstance(owner, AssignmentStmt) and self.is_marker_call(owner.rvalue)
            for target in owner.lvalues
            if isinstance(target, NameExpr)
        )

    def see_function(self, place: Place, function: FuncDef) -> None:
        if isinstance(place.statement, Decorator):
            for decorator in place.statement.original_decorators:
                self.lists.see_call(decorator)
        may_be_plain = self.plain.may_stand_at(place, function)
        position = function.line, function.column
        for slot, argument in enumerate(function.arguments):
            annotation = argument.type_annotation
            if annotation is None or argument.kind.is_star():
                continue
            site = Site(Question.MARKER, position, slot)
            if not _is_name(annotation):
                self.see_buried(place, function, annotation, site)
            if argument.initializer is None and not self.is_annotated(annotation):
                self.aliases.see_use(place, function, annotation, site)
                continue
            if may_be_plain and self.plain.takes_parameter(place, argument, site):
                continue
            self.see_annotation(place, function, annotation, site)
            self.see_default(argument, site)

    def see_default(self, argument: Argument, site: Site) -> None:
        default = argument.initializer
        if default is None:
            return
        if self.is_marker_call(default):
            argument.initializer = self.loom.wrap(default, site)
        elif self.bindings.may_hold_marker(dotted_name(default)):
            site = site._replace(question=Question.VARIABLE)
            argument.initializer = self.loom.wrap(default, site)

    def see_assignment(self, place: Place, statement: AssignmentStmt) -> None:
        target = statement.lvalues[0]
        if len(statement.lvalues) != 1 or not isinstance(target, NameExpr):
            return
        value, declared = statement.rvalue, statement.type
        if declared is None and not isinstance(value, _TELLING):
            return
        self.lists.see_call(value)
        self.lists.see_items(value)
        if declared is None and not isinstance(value, CallExpr):
            self.see_alias(place, statement, value)
            return
        site = Site(Question.MARKER, (statement.line, statement.column))
        if declared is not None and self.is_type_alias(declared):
            self.see_alias(place, statement, value)
        elif declared is not None and not self.is_bare_final(declared):
            if self.is_marker_call(value):
                statement.rvalue = self.loom.wrap(value, site)
            elif place.classes and self.bindings.surely_may_hold_marker(dotted_name(value)):
                variable = site._replace(question=Question.VARIABLE)
                statement.rvalue = self.loom.wrap(value, variable)
            if place.classes:
                self.see_annotation(place, statement, declared, site)
                self.aliases.see_use(place, statement, declared, site)
        elif isinstance(value, CallExpr) and (entry := self.loom.entry_name(place, target.name)):
            if self.is_marker_call(value):
                site = site._replace(question=Question.REMEMBER)
                self.loom.remember_marker(entry, value, site)
            elif auto_error_is_off(value):
                self.loom.remember(entry, value.args[value.arg_names.index("auto_error")])

    def see_annotation(self, place: Place, owner: Owner, annotation: Type, site: Site) -> None:
        if isinstance(annotation, UnboundType) and self.is_annotated(annotation):
            text = None if annotation.original_str_expr is not None else annotation.name
            self.recovery.see(place, owner, annotation, text, site)

    def see_buried(self, place: Place, owner: Owner, annotation: Type, site: Site) -> None:
        """Look for an `Annotated` within another type, where its markers are lost."""
        inner = getattr(annotation, "items", None) or getattr(annotation, "args", ())
        if not inner or getattr(annotation, "original_str_expr", None) is not None:
            return
        in_annotated = self.is_annotated(annotation)
        for item in inner[:1] if in_annotated else inner:
            if _is_name(item):
                continue
            if not in_annotated and self.is_annotated(item):
                buried = site._replace(question=Question.BURIED)
                self.see_annotation(place, owner, item, buried)
            self.see_buried(place, owner, item, site)

    def see_alias(self, place: Place, owner: Owner, value: Expression) -> None:
        site = Site(Question.MARKER, (owner.line, owner.column))
        if isinstance(value, StrExpr):
            if "[" in value.value:
                self.recovery.see(place, owner, value, None, site)
        elif isinstance(value, IndexExpr):
            text = dotted_name(value.base) or ""
            if not self.bindings.is_annotated(text):
                self.aliases.see_alias(place, owner, value, site)
                return
            may_be_plain = (
                isinstance(owner, AssignmentStmt) and self.aliases.defined_by(owner) is None
            )
            if not (may_be_plain and self.plain.takes_alias(place, value, site)):
                self.recovery.see(place, owner, value, text, site)

    def is_annotated(self, annotation: Type) -> bool:
        return isinstance(annotation, UnboundType) and self.bindings.is_annotated(annotation.name)

    def is_marker_call(self, expression: Expression) -> bool:
        return isinstance(expression, CallExpr) and self.bindings.is_marker(
            dotted_name(expression.callee) or ""
        )

    def is_type_alias(self, declared: Type) -> bool:
        return self.is_typing_name(declared, "TypeAlias")

    def is_bare_final(self, declared: Type) -> bool:
        """Tell whether `x: Final = ...` leaves the type to its value."""
        return self.is_typing_name(declared, "Final") and not getattr(declared, "args", ())

    def is_typing_name(self, declared: Type, name: str) -> bool:
        return isinstance(declared, UnboundType) and (
            self.bindings.resolve(declared.name).rpartition(".")[2] == name
        )


def _is_name(annotation: Type) -> bool:
    """Tell whether an annotation is no more than a name."""
    return isinstance(annotation, UnboundType) and not annotation.args
