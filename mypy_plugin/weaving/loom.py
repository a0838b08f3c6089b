"""Put probes into a tree: the only file that changes what mypy parsed.

A probe is a call of `__builtins__.breakpoint` with the marker as its argument; the
plugin's function hook on it judges. A probe that stands nowhere yet goes

* into a synthetic function where its block ends: a body sees names that are
  bound later, and mypy puts it off while the type of a decorated provider in the
  same import cycle is not known yet;
* or, inside a function and for names of a class body, right after its owner, as a
  statement, where the same names are in scope.

What other modules may ask about a module-level variable goes into the ledger, a
synthetic class at the end of the module.
"""

from mypy.nodes import (
    ARG_POS,
    MISSING_FALLBACK,
    AssignmentStmt,
    Block,
    CallExpr,
    ClassDef,
    Decorator,
    Expression,
    ExpressionStmt,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    Statement,
    TempNode,
)
from mypy.traverser import all_name_and_member_expressions
from mypy.types import CallableType, Instance, NoneType

from mypy_plugin.names import FACTS, LEDGER, SAID, SEPARATOR
from mypy_plugin.weaving.bindings import dotted_name
from mypy_plugin.weaving.endings import Endings
from mypy_plugin.weaving.evaluation import When
from mypy_plugin.weaving.placing import hidden, nowhere, placed
from mypy_plugin.weaving.sites import Question, Site, Woven
from mypy_plugin.weaving.statements import Owner, Place


class Loom:
    """The probes of one module, woven into its tree by `finish`."""

    def __init__(self, file: MypyFile) -> None:
        self.file = file
        self.woven = Woven()
        self._after: list[tuple[Place, Statement]] = []
        self._at_end: dict[int, tuple[list[Statement], list[Statement]]] = {}
        self._ledger: list[Statement] = []
        self._functions = 0
        self._bound: dict[ClassDef, set[str]] = {}

    def wrap(self, expression: Expression, site: Site) -> CallExpr:
        """Give the probe that takes the place of a default or the value of a field."""
        self.woven.defaults.add(expression)
        return self._probe(expression, site)

    def wrap_listed(self, expression: Expression) -> CallExpr:
        """Give the probe that takes the place of a marker call that fills no parameter."""
        self.woven.listed.add(expression)
        place = expression.line, expression.column
        return self._probe(expression, Site(Question.LISTED, place))

    def wrap_item(self, expression: Expression) -> CallExpr:
        """Give the probe that takes the place of what is listed among markers."""
        return self._probe(expression, Site(Question.ITEM, (expression.line, expression.column)))

    def wrap_statement(self, statement: ExpressionStmt) -> None:
        """Put a probe around a call that may replace a provider."""
        place = statement.line, statement.column
        statement.expr = self._probe(statement.expr, Site(Question.REPLACED, place))

    def _probe(self, expression: Expression, site: Site) -> CallExpr:
        """Wrap `expression` in a call whose hook will ask the question of `site`."""
        callee = MemberExpr(hidden(NameExpr("__builtins__"), expression), "breakpoint")
        probe = CallExpr(hidden(callee, expression), [expression], [ARG_POS], [None])
        self.woven.sites[placed(probe, expression)] = site
        return probe

    def put(
        self,
        place: Place,
        owner: Owner,
        expression: Expression,
        site: Site,
        when: When,
    ) -> bool:
        """Put a probe where the names in `expression` mean what they mean to `owner`.

        `when` says when they are looked up. Tells whether there is such a place.
        """
        if _looks_up(expression, type_parameters(place, owner)):
            return False
        self.woven.statements.add(expression)
        probe = self._probe(expression, site)
        statement = hidden(ExpressionStmt(probe), probe)
        if _looks_up(expression, self._names_seen(place, when)):
            self._after.append((place, statement))
        elif place.in_function:
            around = place.outside_classes
            is_here = when == "here"
            self._after.append((around, statement if is_here else self._delayed([statement])))
        else:
            body = place.outside_classes.body
            self._at_end.setdefault(id(body), (body, []))[1].append(statement)
        return True

    def remember_marker(self, name: str, call: CallExpr, site: Site) -> None:
        """Enter what a marker call provides into the module's ledger under `name`.

        The entry has a call of its own, so that each place has its own node.
        """
        copy = placed(CallExpr(call.callee, call.args, call.arg_kinds, call.arg_names), call)
        self.woven.statements.add(copy)
        self.remember(name, self._probe(copy, site))

    def ask_for_plain(self) -> None:
        """Have the plain markers of the module judged, all by one probe."""
        probe = self._probe(nowhere(), Site(Question.PLAIN, (0, 0)))
        statements = self._at_end.setdefault(id(self.file.defs), (self.file.defs, []))[1]
        statements.append(hidden(ExpressionStmt(probe), probe))

    def remember_facts(self) -> None:
        """Have what the module's dependants ask for entered into its ledger."""
        self.remember(FACTS, self._probe(nowhere(), Site(Question.FACTS, (0, 0))))

    def remember(self, name: str, value: Expression) -> None:
        """Enter `value` into the module's ledger under `name`."""
        target = placed(NameExpr(name), value)
        self._ledger.append(placed(AssignmentStmt([target], value), value))

    def entry_name(self, place: Place, name: str) -> str | None:
        """Give the ledger's name of a variable, if other modules can reach it."""
        outer = place.outside_classes.body
        if outer is not self.file.defs:
            return None
        around = [c.statement.name for c in place.classes if isinstance(c.statement, ClassDef)]
        return SEPARATOR.join([*around, name]) + SAID

    def finish(self, endings: Endings) -> None:
        """Insert everything that was put, before a body ends."""
        for place, statement in reversed(self._after):
            _insert(place.body, place.body.index(place.statement) + 1, statement)
        if self._ledger:
            ledger = ClassDef(LEDGER, Block(self._ledger))
            own = self.file.defs
            _insert(own, endings.end_of(own), hidden(ledger, self._ledger[0]))
        for body, statements in self._at_end.values():
            _insert(body, endings.end_of(body), self._delayed(statements))

    def _names_seen(self, place: Place, when: When) -> set[str]:
        """Give the names of the class around that are looked up before those outside."""
        if when == "as text":
            return set()
        names = self.names_of_class(place)
        if names and when == "here" and place.class_definition is not None:
            return _names_bound_in(place.class_definition, place.statement)
        return names

    def names_of_class(self, place: Place) -> set[str]:
        """Give the names bound in the body of the innermost class around."""
        definition = place.class_definition
        if definition is None:
            return set()
        if definition not in self._bound:
            self._bound[definition] = _names_bound_in(definition)
        return self._bound[definition]

    def _delayed(self, statements: list[Statement]) -> FuncDef:
        """Put statements into a function, where names bound later are known as well."""
        self._functions += 1
        signature = CallableType([], [], [], NoneType(), Instance(MISSING_FALLBACK, [], -1))
        function = FuncDef(f"{LEDGER}{self._functions}", [], Block(statements), signature)
        return hidden(function, statements[0])


def _insert(body: list[Statement], index: int, statement: Statement) -> None:
    """Put a statement into a body, which ends where it did before.

    What stands between an `assert` that fails and the last line, mypy does not check.
    """
    if index == len(body) > 0:
        last = body[-1]
        line, column = last.end_line or last.line, last.end_column or last.column
        statement.set_line(line, column, line, column)
    body.insert(index, statement)


def type_parameters(place: Place, owner: Owner) -> set[str]:
    """Give the PEP 695 type parameters in scope of an owner: unknown outside of it."""
    definitions: list[object] = [owner, *(around.statement for around in place.classes)]
    return {
        parameter.name
        for definition in definitions
        for parameter in getattr(definition, "type_args", None) or ()
    }


def _names_bound_in(definition: ClassDef, until: Statement | None = None) -> set[str]:
    """Give the names bound in a class body, which what is only declared there is not.

    If `until` is a statement of the body, those that are bound before it was run. A body
    that may hold fields alone has room for no probe.
    """
    bound: set[str] = set()
    if any(_is_fields_alone(base) for base in definition.base_type_exprs):
        return bound
    for statement in definition.defs.body:
        if statement is until and not isinstance(statement, AssignmentStmt):
            break
        match statement:
            case FuncDef() | OverloadedFuncDef() | ClassDef():
                bound.add(statement.name)
            case Decorator():
                bound.add(statement.func.name)
            case AssignmentStmt() if not isinstance(statement.rvalue, TempNode):
                bound |= {v.name for v in statement.lvalues if isinstance(v, NameExpr)}
        if statement is until:
            break
    return bound


def _is_fields_alone(base: Expression) -> bool:
    return (dotted_name(base) or "").rpartition(".")[2] in ("NamedTuple", "TypedDict")


def _looks_up(expression: Expression, names: set[str]) -> bool:
    """Tell whether `expression` looks up one of `names`."""
    if not names:
        return False
    looked_up, _ = all_name_and_member_expressions(expression)
    return any(name.name in names for name in looked_up)
