"""Recognise plain markers, which need neither a parser nor a probe of their own.

    first: Annotated[Session, Depends(get_session)]
    second: Annotated[Session, Depends(db.get_session)]
    third: Session = Depends(get_session, use_cache=False)
    fourth: Annotated[Filters, Depends()]

Everything a plain marker names is bound by a statement of its module, outside of functions
and classes, or stands in a module that is, and the rest is said letter by letter. So its
names mean what the modules' symbols mean once mypy has analysed them, and alike markers
mean the same everywhere in it.
"""

import re
from functools import cached_property
from typing import Final

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    Argument,
    CallExpr,
    ClassDef,
    Context,
    Decorator,
    Expression,
    FuncDef,
    Import,
    ImportFrom,
    IndexExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    StrExpr,
)
from mypy.types import Type, UnboundType

from mypy_plugin.weaving.bindings import Bindings, dotted_name
from mypy_plugin.weaving.loom import Loom, type_parameters
from mypy_plugin.weaving.sites import Plain, Shape, Site
from mypy_plugin.weaving.source import Text
from mypy_plugin.weaving.statements import Place

_DECLARED: Final = r"(?:[^\[\](){}'\"#,\n\\]++|\[[^\[\](){}'\"#\n\\]*+\])++"
_KEYWORD: Final = r"(\w+) *= *(True|False|None|\"[a-z]*\")"
_NAME: Final = r"\w+(?:\.\w+)?"
_SAYS: Final = rf"(?P<provider>{_NAME})(?P<keywords>(?: *, *{_KEYWORD})*)"
_CALL: Final = rf"(?P<marker>{_NAME})\( *(?:{_SAYS})? *\)"
_PLAIN: Final = re.compile(rf"[\w.]+\[(?P<declared>{_DECLARED}), *(?P<call>{_CALL}) *\]")
_CLASS: Final = re.compile(_NAME)
_SUBSCRIBED: Final = re.compile(r"([\w.]+)\[")
_SAID: Final = re.compile(_KEYWORD)
_LITERALS: Final = frozenset({"True", "False", "None"})


class PlainMarkers:
    """Takes the plain markers of one module out of the weaver's hands."""

    def __init__(self, file: MypyFile, bindings: Bindings, loom: Loom, text: Text) -> None:
        """Note what is found in what `loom` weaves; `text` gives the text of the module."""
        self._file = file
        self._bindings = bindings
        self._loom = loom
        self._text = text
        self._shapes: dict[str, tuple[Shape, int] | None] = {}
        self._markers: dict[str, bool] = {}

    def may_stand_at(self, place: Place, function: FuncDef) -> bool:
        """Tell whether the names in a function's signature are names of the module."""
        body = place.outside_classes.body
        return body is self._file.defs and not type_parameters(place, function)

    def takes_parameter(self, place: Place, argument: Argument, site: Site) -> bool:
        """Note the marker of a parameter if it has just one, and a plain one."""
        default, annotation = argument.initializer, argument.type_annotation
        if isinstance(annotation, UnboundType) and self._bindings.is_annotated(annotation.name):
            if default is not None or annotation.original_str_expr is not None:
                return False
            plain = self._in_annotation(annotation, site)
        elif (
            isinstance(default, CallExpr)
            and (shape := self._of_call(default, annotation)) is not None
        ):
            plain = Plain(shape, site, default.line, default.column, is_default=True)
        else:
            return False
        if plain is None or (
            place.classes
            and not self._loom.names_of_class(place).isdisjoint(map(_first, plain.shape[:2]))
        ):
            return False
        if plain.is_default and default is not None:
            self._loom.woven.defaults.add(default)
        self._loom.woven.plain.append(plain)
        return True

    def takes_alias(self, place: Place, value: IndexExpr, site: Site) -> bool:
        """Note the marker of `Db = Annotated[...]` if it is a plain one, and of the module."""
        if place.body is not self._file.defs:
            return False
        plain = self._in_annotation(value, site)
        if plain is not None:
            self._loom.woven.plain.append(plain)
        return plain is not None

    def _in_annotation(self, annotation: Context, site: Site) -> Plain | None:
        """Give the only marker of an annotation that is written out, if it is a plain one."""
        source = self._text.source
        if source is None or not source.is_ascii or not 0 < annotation.line < len(source.starts):
            return None
        start = source.starts[annotation.line - 1] + annotation.column
        found = _PLAIN.match(source.text, start)
        if found is None:
            return None
        text = found[0]
        if text not in self._shapes:
            self._shapes[text] = self._in_text(found)
        known = self._shapes[text]
        if known is None:
            return None
        shape, at = known
        return Plain(shape, site, annotation.line, annotation.column + at, is_default=False)

    def _in_text(self, found: re.Match[str]) -> tuple[Shape, int] | None:
        """Give the shape of a plain marker, and how far within what was found it stands."""
        shape = None if self._is_nested(found["declared"]) else _shape_of(found)
        if shape is None or not self._is_plain(shape):
            return None
        return shape, found.start("call") - found.start()

    def _of_call(self, call: CallExpr, declared: Type | None) -> Shape | None:
        """Give the shape of a marker that is the default of what is declared."""
        marker, arguments = dotted_name(call.callee), call.args
        if marker is None:
            return None
        length = (call.end_column or 0) - call.column
        if not arguments:
            if not isinstance(declared, UnboundType) or declared.args:
                return None
            shape = Shape(marker, declared.name, None, length, ())
            return shape if self._is_plain(shape) else None
        provider = dotted_name(arguments[0])
        if provider is None or call.arg_kinds[0] != ARG_POS:
            return None
        keywords: list[tuple[str, str, int]] = []
        for value, kind, name in zip(
            arguments[1:], call.arg_kinds[1:], call.arg_names[1:], strict=True
        ):
            written = _written(value)
            if kind != ARG_NAMED or name is None or written is None:
                return None
            keywords.append((name, written, value.column - call.column))
        at = arguments[0].column - call.column
        shape = Shape(marker, provider, at, length, tuple(keywords))
        return shape if self._is_plain(shape) else None

    def _is_nested(self, declared: str) -> bool:
        """Tell whether there may be metadata within what is declared."""
        return "[" in declared and any(
            self._bindings.is_annotated(name) for name in _SUBSCRIBED.findall(declared)
        )

    def _is_plain(self, shape: Shape) -> bool:
        marker = shape.marker
        if marker not in self._markers:
            self._markers[marker] = self._is_bound(marker) and self._bindings.is_marker(marker)
        return self._markers[marker] and self._is_bound(shape.provider)

    def _is_bound(self, name: str) -> bool:
        """Tell whether the module binds a name, or the module it is an attribute of."""
        module, dot, attribute = name.partition(".")
        if module not in self._bound:
            return False
        return not dot or ("." not in attribute and self._bindings.is_module(module))

    @cached_property
    def _bound(self) -> set[str]:
        """The names that statements of the module itself bind, whatever runs."""
        bound: set[str] = set()
        for statement in self._file.defs:
            match statement:
                case ImportFrom():
                    bound.update(alias or name for name, alias in statement.names)
                case Import():
                    bound.update(alias or name.partition(".")[0] for name, alias in statement.ids)
                case FuncDef() | OverloadedFuncDef() | ClassDef():
                    bound.add(statement.name)
                case Decorator():
                    bound.add(statement.func.name)
        return bound


def _shape_of(found: re.Match[str]) -> Shape | None:
    at, end = found.span("call")
    length = end - at
    if found["provider"] is None:
        declared = found["declared"].strip()
        is_name = _CLASS.fullmatch(declared) is not None
        return Shape(found["marker"], declared, None, length, ()) if is_name else None
    keywords: tuple[tuple[str, str, int], ...] = ()
    if found["keywords"]:
        keywords = tuple(
            (said[1], said[2], said.start(2) - at)
            for said in _SAID.finditer(found.string, *found.span("keywords"))
        )
    return Shape(found["marker"], found["provider"], found.start("provider") - at, length, keywords)


def _first(name: str) -> str:
    return name.partition(".")[0]


def _written(value: Expression) -> str | None:
    """Write a literal down as `_KEYWORD` reads it."""
    if isinstance(value, NameExpr) and value.name in _LITERALS:
        return value.name
    return f'"{value.value}"' if isinstance(value, StrExpr) and value.value.isalpha() else None
