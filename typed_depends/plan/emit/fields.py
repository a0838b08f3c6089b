"""Writes how one call's values are read from the request.

A field with one key and one value is written out; whatever is read in a more involved
way is left to the functions the interpreter uses. Nothing is parsed that is not asked for.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any, Final, TypeAlias

from pydantic_core import SchemaValidator

from typed_depends.params import Source
from typed_depends.plan.emit.names import Names, literal
from typed_depends.plan.emit.same_as_json import reads_alike
from typed_depends.plan.emit.text import Text
from typed_depends.plan.program import Arguments, FieldArgument, Program
from typed_depends.reading.field import Field

_PARSED: Final = {
    Source.PATH: ("path", 'run.scope["path_params"]'),
    Source.QUERY: ("query", "run.query"),
    Source.HEADER: ("headers", "run.headers"),
    Source.COOKIE: ("cookies", "run.connection.cookies"),
}
"""For each source: the local variable, and what it is parsed from, once."""
_SHARED_QUERY: Final = "dict(run.connection.query_params.multi_items())"
"""The query, where some of it is read in a more involved way: parsed for both at once."""

Validate: TypeAlias = Callable[[Any], Any]
_SCALARS: Final = frozenset({"str", "int", "float", "bool"})
_ANY_STRING: Final = frozenset({"type", "metadata"})
_CONSTANT: Final = (str, int, float, bool, bytes, type(None))
"""Defaults of these very types are shared by all requests: nothing can change them."""


class FieldReader:
    """Writes into `text`; makes up names in `names`. `whole` is read from the body's text."""

    def __init__(self, program: Program, whole: Field | None, names: Names, text: Text) -> None:
        self._names = names
        self._text = text
        fields = [field for arguments in _all_arguments(program) for field in _fields(arguments)]
        self._parsed = {field.source for field in fields if is_plain(field)}
        self._shares_query = any(
            field.source is Source.QUERY and not is_plain(field) for field in fields
        )
        self.whole = whole
        self._whole_variable = ""

    def open(self) -> None:
        """Parse what is asked for."""
        for source, (variable, parsed) in _PARSED.items():
            if source in self._parsed:
                if source is Source.QUERY and self._shares_query:
                    parsed = _SHARED_QUERY
                self._text.line(f"{variable} = {parsed}")
        if self.whole is not None:
            self._open_json(self.whole)

    def _open_json(self, field: Field) -> None:
        """Validate a body of JSON as it came, before anything else is done."""
        text = self._text
        self._whole_variable = self._names.new(field.name)
        validate = field.adapter.validator.validate_json
        name = self._names.constant(f"validate_{field.name}", validate)
        text.line("raw = await run.json_text()")
        with text.block("if raw is None:"):
            text.line("return await run.go_on(0, [])")
        with text.block("try:"):
            text.line(f"{self._whole_variable} = {name}(raw)")
        with text.block("except ValidationError:"):
            text.line("return await run.go_on(0, [])")

    def read(self, arguments: Arguments, otherwise: str) -> dict[str, str]:
        """Read the fields of one call; return their variables by parameter.

        `otherwise` is what to do if one of them is missing or wrong.
        """
        whole = arguments.body is not None and self.whole is not None
        if makes_defaults(arguments) or (arguments.body is not None and not whole):
            call = self._names.constant("arguments", arguments)
            self._text.line(f"read, errors = await run.read_call({call})")
            self._stop_if("errors", otherwise)
            fields = [*_fields(arguments), *(arguments.body.fields if arguments.body else ())]
            return {field.name: self._taken(field) for field in fields}
        plain = [(field, validation(field)) for field in _fields(arguments) if is_plain(field)]
        variables: dict[str, str] = {}
        with ExitStack() as guarded:
            if any(validate is not None for _, validate in plain):
                guarded.enter_context(self._text.block("try:"))
            for field, validate in plain:
                variables[field.name] = self._plain(field, validate, otherwise)
        if any(validate is not None for _, validate in plain):
            with self._text.block("except ValidationError:"):
                self._text.line(otherwise)
        for field in _fields(arguments):
            if field.name not in variables:
                variables[field.name] = self._involved(field, otherwise)
        if self.whole is not None and whole:
            variables[self.whole.name] = self._whole_variable
        return variables

    def _taken(self, field: Field) -> str:
        """Give what was read a variable of its own: `read` is used again."""
        variable = self._names.new(field.name)
        self._text.line(f"{variable} = read[{literal(field.name)}]")
        return variable

    def _plain(self, field: Field, validate: Validate | None, otherwise: str) -> str:
        variable = self._names.new(field.name)
        text = self._text
        text.line(f"raw = {_sent(field)}")
        with text.block("if raw is None:"):
            if field.required:
                text.line(otherwise)
            else:
                text.line(f"{variable} = {self._default(field)}")
        with text.block("else:"):
            value = 'raw.decode("latin-1")' if field.source is Source.HEADER else "raw"
            if validate is not None:
                value = f"{self._names.constant(f'validate_{field.name}', validate)}({value})"
            text.line(f"{variable} = {value}")
        return variable

    def _default(self, field: Field) -> str:
        default = field.info.default
        if type(default) in _CONSTANT and field.info.default_factory is None:
            # inf and nan are no literals
            return (
                self._names.constant(f"{field.name}_default", default)
                if isinstance(default, float)
                else repr(default)
            )
        # Made anew for each request.
        source = self._names.constant(f"{field.name}_field", field)
        return f"{source}.default()"

    def _involved(self, field: Field, otherwise: str) -> str:
        variable = self._names.new(field.name)
        source = self._names.constant(f"{field.name}_field", field)
        self._text.line(f"{variable}, errors = read_field({source}, run.connection)")
        self._stop_if("errors", otherwise)
        return variable

    def _stop_if(self, condition: str, otherwise: str) -> None:
        with self._text.block(f"if {condition}:"):
            self._text.line(otherwise)


def whole_json(program: Program) -> Field | None:
    """Return the field that is the whole body, if pydantic may read it from the text."""
    body = program.body
    if body is None or body.embed or body.source is not Source.BODY or len(body.fields) != 1:
        return None
    (field,) = body.fields
    if any(makes_defaults(one) for one in _all_arguments(program) if one.body is not None):
        return None  # such a call is read as a whole, and only once
    adapter = field.adapter
    if field.groups or not isinstance(adapter.validator, SchemaValidator):
        return None
    return field if reads_alike(adapter.core_schema) else None


def makes_defaults(arguments: Arguments) -> bool:
    """Tell whether a value that was not sent is made by a function of the user's."""
    return any(
        one.info.default_factory is not None
        for field in (*_fields(arguments), *(arguments.body.fields if arguments.body else ()))
        for one in (field, *field.members)
    )


def is_plain(field: Field) -> bool:
    """Tell whether a field has one key, and one value under it."""
    return (
        field.source in _PARSED
        and len(field.keys) == 1
        and not field.groups
        and not field.many
        and not field.sequence
        and not field.info.validate_default
        and (field.source is not Source.HEADER or field.keys[0].isascii())
    )


def validation(field: Field) -> Validate | None:
    """Return what validates a value that was sent; `None` where any string will do."""
    schema = field.adapter.core_schema
    # What a path's convertor gives may be anything.
    if schema["type"] == "str" and schema.keys() <= _ANY_STRING and field.source is not Source.PATH:
        return None
    validator = field.adapter.validator
    if not isinstance(validator, SchemaValidator):
        return partial(field.adapter.validate_python, from_attributes=True)
    if schema["type"] in _SCALARS:
        return validator.validate_python
    return partial(validator.validate_python, from_attributes=True)


def _sent(field: Field) -> str:
    variable, _ = _PARSED[field.source]
    key = field.keys[0]
    if field.source is Source.HEADER:
        return f"{variable}.get({key.lower().encode('ascii')!r})"
    return f"{variable}.get({literal(key)})"


def _all_arguments(program: Program) -> Iterator[Arguments]:
    for step in program.steps:
        yield step.arguments
    yield program.arguments


def _fields(arguments: Arguments) -> Iterator[Field]:
    return (one.field for one in arguments.each if isinstance(one, FieldArgument))
