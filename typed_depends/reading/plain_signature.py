"""The signature of a plain function, as its code tells it: what `inspect.signature` says, sooner.

Most callables are plain: nothing wraps them, nobody has set a signature, and their
annotations are no strings. Everything else is left to `inspect`.
"""

from inspect import CO_VARARGS, CO_VARKEYWORDS, Parameter
from types import FunctionType
from typing import Any, Final

from typed_depends.reading.written import WrittenParameter, WrittenSignature

_VARIADIC: Final = CO_VARARGS | CO_VARKEYWORDS
_EMPTY: Final = Parameter.empty
_NAMED: Final = Parameter.POSITIONAL_OR_KEYWORD
_KEYWORD: Final = Parameter.KEYWORD_ONLY


def plain_signature(call: Any) -> WrittenSignature | None:
    """Return the signature of `call`, or `None` if it is anything but plain."""
    if type(call) is not FunctionType or call.__dict__:
        return None
    code = call.__code__
    if code.co_flags & _VARIADIC or code.co_posonlyargcount:
        return None
    try:
        annotations = call.__annotations__
    except Exception:  # evaluated only now, where they are lazy
        return None
    for annotation in annotations.values():
        if type(annotation) is str:
            return None
    returns = annotations.get("return", _EMPTY)
    named = code.co_argcount
    every = named + code.co_kwonlyargcount
    if not every:
        return WrittenSignature((), returns)
    defaults = call.__defaults__ or ()
    first_default = named - len(defaults)
    keyword_defaults = call.__kwdefaults__ or {}
    parameters: list[WrittenParameter] = []
    for place, name in enumerate(code.co_varnames[:every]):
        kind: Any = _NAMED
        default: Any = _EMPTY
        if place >= named:
            kind = _KEYWORD
            default = keyword_defaults.get(name, _EMPTY)
        elif place >= first_default:
            default = defaults[place - first_default]
        annotation = annotations.get(name, _EMPTY)
        parameters.append(WrittenParameter(name, kind, default, annotation))
    return WrittenSignature(tuple(parameters), returns)
