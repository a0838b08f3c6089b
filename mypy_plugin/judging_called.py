"""Judge what a marker call has run: the provider it names, or the class it is declared as."""

from mypy.messages import format_type_bare
from mypy.nodes import (
    CallExpr,
    Context,
    Expression,
    FuncDef,
    IndexExpr,
    MemberExpr,
    RefExpr,
    TypeInfo,
)
from mypy.types import (
    AnyType,
    Instance,
    TupleType,
    Type,
    TypedDictType,
    TypeOfAny,
    get_proper_type,
)

from mypy_plugin.dependants.dependant import Provider
from mypy_plugin.judging import Judge
from mypy_plugin.judging_callables import judge_provider
from mypy_plugin.judging_partials import called_by_partial
from mypy_plugin.markers import family_of, is_bare, is_marker_call, provider_of
from mypy_plugin.rules.depends_marker import refuse_bare
from mypy_plugin.rules.depends_parameter import (
    Asked,
    check_parameter,
    check_signature,
    refuse_unbound,
)
from mypy_plugin.types.called import called_by, called_node
from mypy_plugin.types.declared import Declaration, is_quoted_within
from mypy_plugin.types.origin import name_of
from mypy_plugin.types.signatures import WITHOUT_SIGNATURE, without_signature
from mypy_plugin.weaving.sites import Site

_POSITIONAL = {"builtins.list": "iterable", "builtins.tuple": "iterable", "builtins.float": "x"}
_LEFT_OUT = frozenset({TypeOfAny.from_omitted_generics, TypeOfAny.from_error})
"""What stands for the types of a generic class where none were written."""


def judge_called(judge: Judge, asked: Expression, declaration: Declaration | None) -> None:
    """Judge what runs because of a marker call."""
    if not isinstance(asked, CallExpr) or not is_marker_call(asked):
        return
    provider = provider_of(asked)
    if provider is not None:
        judge_named(judge, asked, provider, of_fastapi=family_of(asked) == "fastapi")
    elif declaration is not None and is_bare(asked):
        judge_declared(judge, asked, declaration.type, of_fastapi=family_of(asked) == "fastapi")


def judge_declared(judge: Judge, asked: Context, declared: Type, *, of_fastapi: bool) -> None:
    """Judge what runs because of a bare `Depends()`: the class that is declared."""
    match get_proper_type(declared):
        case TypedDictType() as dictionary if not dictionary.is_anonymous():
            judge.report_all(asked, check_signature(dictionary.fallback.type.name))
        case Instance() as given:
            if of_fastapi and _is_parametrised(given) and _hides_signature(given.type):
                text = format_type_bare(given, judge.checker.options)
                judge.report_all(asked, check_signature(text))
            else:
                judge_class(judge, asked, given.type)
        case TupleType(partial_fallback=Instance(type=info)) if info.is_named_tuple:
            judge_class(judge, asked, info)


def judge_named(judge: Judge, asked: Context, provider: Expression, *, of_fastapi: bool) -> None:
    """Judge what runs because something `asked` for the provider that an expression names."""
    if isinstance(provider, IndexExpr) and isinstance(provider.base, RefExpr):
        of_class = provider.base.node
        if isinstance(of_class, TypeInfo):
            if of_fastapi and _hides_signature(of_class):
                judge.report_all(asked, check_signature(name_of(provider)))
                return
            provider = provider.base  # `Repo[User]`
    node = provider.node if isinstance(provider, RefExpr) else None
    if isinstance(node, TypeInfo):
        judge_class(judge, asked, node)
        return
    hidden = without_signature(judge.checker, provider)
    if hidden is not None:
        judge.report_all(asked, check_signature(hidden))
        return
    named = judge.dependants.names().provider(provider)
    if _judge_unbound(judge, asked, provider, named):
        return
    called = called_by(judge.checker, provider)
    called = called or called_by_partial(judge, provider, named)
    judge_provider(judge, asked, called, named)


def _judge_unbound(
    judge: Judge, asked: Context, provider: Expression, named: Provider | None
) -> bool:
    """Judge a method that is given without an instance; tell whether it is one.

    Its first parameter has no marker, and no annotation to be read from the request by.
    """
    match provider:
        case MemberExpr(expr=RefExpr(node=TypeInfo() as holder), name=name):
            symbol = holder.get(name)
        case _:
            return False
    method = symbol.node if symbol is not None else None
    if not isinstance(method, FuncDef) or method.is_static or method.is_class:
        return False
    found = judge.dependants.of(named) if named is not None else None
    own = next((v for v in found.values if v.parameter == "self"), None) if found else None
    if own is None or own.source is not None or own.says_more or own.has_default:
        return False
    judge.report_all(asked, refuse_unbound(method.name, own.parameter, holder.name))
    return True


def judge_quoted(judge: Judge, asked: Expression, declaration: Declaration, site: Site) -> None:
    """Judge a `Depends()` whose class is a string within `Annotated`: FastAPI calls the string."""
    if isinstance(asked, CallExpr) and family_of(asked) == "fastapi" and is_bare(asked):
        owner = judge.owners.get(site.owner)
        if owner is not None and is_quoted_within(owner, site.slot):
            judge.report_all(asked, refuse_bare(declaration.name))


def _hides_signature(info: TypeInfo) -> bool:
    """Tell whether FastAPI finds no signature in `Repo[User]`: an alias, unless the class says.

    An abstract class is a mistake of its own.
    """
    if info.is_protocol or info.abstract_attributes:
        return False
    metaclass = info.metaclass_type
    return info.get("__class_getitem__") is None and (
        metaclass is None or metaclass.type.get("__getitem__") is None
    )


def _is_parametrised(declared: Instance) -> bool:
    """Tell whether an annotation is `Repo[User]`, whose signature FastAPI does not find."""
    given = map(get_proper_type, declared.args)
    return any(not (isinstance(one, AnyType) and one.type_of_any in _LEFT_OUT) for one in given)


def judge_class(judge: Judge, asked: Context, info: TypeInfo) -> None:
    """Judge a class that is a provider."""
    is_dictionary = info.typeddict_type is not None
    if info.fullname in WITHOUT_SIGNATURE or info.is_newtype or is_dictionary:
        judge.report_all(asked, check_signature(info.name))
    elif info.fullname in _POSITIONAL:
        first = Asked(_POSITIONAL[info.fullname], is_positional_only=True)
        judge.report_all(asked, check_parameter(info.name, first))
    else:
        called = called_node(judge.checker, info)
        judge_provider(judge, asked, called, Provider(info.name, info.fullname))
