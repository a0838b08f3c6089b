"""The signature of a plain function, as its code tells it: what `inspect.signature` says, sooner.

Most callables are plain: nothing wraps them, nobody has set a signature, and their
annotations are no strings. Everything else is left to `inspect`.
"""

from inspect import CO_VARARGS, CO_VARKEYWORDS, Parameter, Signature
from types import FunctionType
from typing import Any, Final

_VARIADIC: Final = CO_VARARGS | CO_VARKEYWORDS
_EMPTY: Final = Parameter.empty
_NAMED: Final = Parameter.POSITIONAL_OR_KEYWORD
_KEYWORD: Final = Parameter.KEYWORD_ONLY


def plain_signature(call: Any) -> Signature | None:
    """Return the signature of `call`, or `None` if it is anything but plain."""
    if type(call) is not FunctionType or vars(call):
        return None
    code = call.__code__
    if code.co_flags & _VARIADIC or code.co_posonlyargcount:
        return None
    try:
        annotations = call.__annotations__
    except Exception:  # evaluated only now, where they are lazy
        return None
    if any(type(one) is str for one in annotations.values()):
        return None
    named = code.co_argcount
    defaults = call.__defaults__ or ()
    first_default = named - len(defaults)
    keyword_defaults = call.__kwdefaults__ or {}
    parameters: list[Parameter] = []
    for place, name in enumerate(code.co_varnames[:named]):
        default = defaults[place - first_default] if place >= first_default else _EMPTY
        annotation = annotations.get(name, _EMPTY)
        parameters.append(Parameter(name, _NAMED, default=default, annotation=annotation))
    for name in code.co_varnames[named : named + code.co_kwonlyargcount]:
        default = keyword_defaults.get(name, _EMPTY)
        annotation = annotations.get(name, _EMPTY)
        parameters.append(Parameter(name, _KEYWORD, default=default, annotation=annotation))
    return Signature(parameters, return_annotation=annotations.get("return", _EMPTY))
