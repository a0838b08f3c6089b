"""Weave the markers of a module back into its tree, where mypy will check them.

A default or a class field that is itself a marker call is wrapped where it stands.
Metadata of `Annotated` is found in the text, parsed at its own place and handed to
the loom. Runs before semantic analysis, so everything here is syntax.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from mypy.nodes import (
    ARG_STAR,
    ARG_STAR2,
    Argument,
    AssignmentStmt,
    CallExpr,
    Expression,
    FuncDef,
    IndexExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    RefExpr,
    ReturnStmt,
    StrExpr,
    TypeAliasStmt,
)
from mypy.options import Options
from mypy.traverser import has_yield_expression
from mypy.types import Type, UnboundType

from mypy_plugin.types.markers import auto_error_is_off
from mypy_plugin.weaving.annotation import Marker, find_markers
from mypy_plugin.weaving.bindings import Bindings, dotted_name, read_bindings
from mypy_plugin.weaving.loom import Loom
from mypy_plugin.weaving.masked import parse_spans
from mypy_plugin.weaving.sites import Question, Site
from mypy_plugin.weaving.source import Source, read_source
from mypy_plugin.weaving.statements import Owner, Place, walk


def weave(file: MypyFile, options: Options, asked: Collection[str] = ()) -> dict[CallExpr, Site]:
    """Put a probe for every marker of `file` into its tree; give each with its site.

    `asked` names functions of the file whose kind, generator or not, it must remember.
    """
    bindings = read_bindings(file)
    if not bindings.interesting and not asked:
        return {}
    weaver = _Weaver(file, options, bindings)
    if bindings.interesting:
        weaver.weave()
    weaver.remember_kinds(asked)
    weaver.loom.finish()
    return weaver.loom.sites


@dataclass(frozen=True, slots=True)
class _Found:
    """A marker in the text, waiting for its expression."""

    marker: Marker
    place: Place
    owner: Owner
    site: Site


class _Weaver:
    """The work on one module; lives as long as one call of `weave`."""

    def __init__(self, file: MypyFile, options: Options, bindings: Bindings) -> None:
        self.options = options
        self.bindings = bindings
        self.loom = Loom(file)
        self.module_body = file.defs
        self.path = file.path
        self.source: Source | None = None
        self.found: list[_Found] = []
        self.owners = list(walk(file))
        self.variables = self.find_variables()

    def weave(self) -> None:
        for place, owner in self.owners:
            match owner:
                case FuncDef():
                    self.see_function(place, owner)
                case AssignmentStmt():
                    self.see_assignment(place, owner)
                case TypeAliasStmt():
                    self.see_alias(place, owner, _value_of(owner))
        self.recover()

    def remember_kinds(self, asked: Collection[str]) -> None:
        for place, owner in self.owners:
            if isinstance(owner, FuncDef) and owner.name in asked and not place.classes:
                is_generator = has_yield_expression(owner)
                kind: Expression = NameExpr("True") if is_generator else StrExpr("")
                kind.set_line(owner)
                self.loom.remember(owner.name, kind)

    def find_variables(self) -> set[str]:
        """Give the variables of this module that are bound to a marker call."""
        return {
            target.name
            for _, owner in self.owners
            if isinstance(owner, AssignmentStmt) and self.is_marker_call(owner.rvalue)
            for target in owner.lvalues
            if isinstance(target, NameExpr)
        }

    def see_function(self, place: Place, function: FuncDef) -> None:
        for slot, argument in enumerate(function.arguments):
            if argument.type_annotation is None or argument.kind in (ARG_STAR, ARG_STAR2):
                continue
            site = Site(Question.MARKER, (function.line, function.column), slot)
            self.see_annotation(place, function, argument.type_annotation, site)
            self.see_default(place, function, argument, site)

    def see_default(self, place: Place, function: FuncDef, argument: Argument, site: Site) -> None:
        default = argument.initializer
        if default is None:
            return
        if self.is_marker_call(default):
            argument.initializer = self.loom.probe(default, site)
        elif isinstance(default, RefExpr) and self.may_hold_marker(default):
            site = replace(site, question=Question.VARIABLE)
            roots = frozenset({(dotted_name(default) or "").partition(".")[0]})
            self.loom.put(place, function, _copy(default), roots, site)

    def see_assignment(self, place: Place, statement: AssignmentStmt) -> None:
        target = statement.lvalues[0]
        if len(statement.lvalues) != 1 or not isinstance(target, NameExpr):
            return
        value, declared = statement.rvalue, statement.type
        site = Site(Question.MARKER, (statement.line, statement.column))
        at_module_level = place.body is self.module_body
        if declared is not None and self.is_type_alias(declared):
            self.see_alias(place, statement, value)
        elif declared is not None:
            if self.is_marker_call(value):
                statement.rvalue = self.loom.probe(value, site)
            if place.classes:
                self.see_annotation(place, statement, declared, site)
        elif isinstance(value, CallExpr):
            if at_module_level and self.is_marker_call(value):
                site = replace(site, question=Question.REMEMBER)
                self.loom.remember(target.name, self.loom.probe(value, site))
            elif at_module_level and auto_error_is_off(value):
                self.loom.remember(target.name, value.args[value.arg_names.index("auto_error")])
        else:
            self.see_alias(place, statement, value)

    def see_annotation(self, place: Place, owner: Owner, annotation: Type, site: Site) -> None:
        if isinstance(annotation, UnboundType) and self.bindings.is_annotated(annotation.name):
            self.see_text(place, owner, (annotation.line, annotation.column), site)

    def see_alias(self, place: Place, owner: Owner, value: Expression) -> None:
        is_annotated = (
            isinstance(value, IndexExpr)
            and self.bindings.is_annotated(dotted_name(value.base) or "")
        ) or (isinstance(value, StrExpr) and "[" in value.value)
        if is_annotated:
            site = Site(Question.MARKER, (owner.line, owner.column))
            self.see_text(place, owner, (value.line, value.column), site)

    def see_text(self, place: Place, owner: Owner, position: tuple[int, int], site: Site) -> None:
        """Look for markers in the text of the annotation at `position`."""
        self.source = self.source or read_source(self.path, self.options)
        if self.source is None or not 0 < position[0] <= len(self.source.lines):
            return
        for marker in find_markers(self.source, self.source.at(*position), self.bindings):
            self.found.append(_Found(marker, place, owner, site))

    def recover(self) -> None:
        """Give every marker found in the text its expression, and put its probe in."""
        if self.source is None or not self.found:
            return
        self.found.sort(key=lambda found: found.marker.start)
        spans = [(found.marker.start, found.marker.end) for found in self.found]
        expressions = parse_spans(self.source, spans, self.options)
        for found, expression in zip(self.found, expressions, strict=False):
            site = found.site
            if not found.marker.wins:
                site = replace(site, question=Question.RESOLVE)
            self.loom.put(found.place, found.owner, expression, found.marker.roots, site)

    def is_marker_call(self, expression: Expression) -> bool:
        return isinstance(expression, CallExpr) and self.bindings.is_marker(
            dotted_name(expression.callee) or ""
        )

    def may_hold_marker(self, default: RefExpr) -> bool:
        """Tell whether a name used as a default may be a variable bound to a marker."""
        head, dot, _ = (dotted_name(default) or "").partition(".")
        return (head in self.variables and not dot) or self.bindings.is_imported(head)

    def is_type_alias(self, declared: Type) -> bool:
        return isinstance(declared, UnboundType) and (
            self.bindings.resolve(declared.name).rpartition(".")[2] == "TypeAlias"
        )


def _value_of(alias: TypeAliasStmt) -> Expression:
    """Give the right-hand side of a `type` statement, which mypy keeps in a lambda."""
    body = alias.value.body.body
    if body and isinstance(body[0], ReturnStmt) and body[0].expr is not None:
        return body[0].expr
    return alias.value


def _copy(reference: RefExpr) -> RefExpr:
    """Copy `a.b.c`, so that each place has nodes of its own."""
    match reference:
        case MemberExpr(expr=RefExpr() as prefix):
            copy: RefExpr = MemberExpr(_copy(prefix), reference.name)
        case NameExpr():
            copy = NameExpr(reference.name)
        case _:
            return reference
    copy.set_line(reference)
    return copy
