"""Whether a class may be there to look like another, as tests write them by hand.

What a class sets on itself can only be guessed from the names its methods use, and mypy may
know its module by a longer name; so where the mypy plugin is sure, this is, and not always the
other way round.
"""

import inspect
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType

from typed_depends.placeholder import is_named_as_fake, is_of_tests, is_public


def may_look_like(given: type, wanted: type) -> bool:
    """Tell whether `given` may be a fake of `wanted`: named as one, or able to do nothing else."""
    package, is_fake = given.__module__.partition(".")[0], is_named_as_fake(given.__name__)
    if not (is_fake or _is_of_tests(given.__module__)):
        return False
    own = [
        base
        for base in given.__mro__
        if base.__module__.partition(".")[0] == package and (is_fake or base not in wanted.__mro__)
    ]
    members = {name for base in own for name in _declared(base)}
    used = {name for base in own for name in _used(base)}
    known = {*dir(wanted), *(name for base in wanted.__mro__ for name in _at_all(base))}
    if known.isdisjoint(name for name in members | used if is_public(name)):
        return False
    methods = {name for name in members if isinstance(getattr(given, name, None), FunctionType)}
    return is_fake or (methods or members) <= known


def _is_of_tests(name: str) -> bool:
    file = getattr(sys.modules.get(name), "__file__", None) or ""
    return is_of_tests(name) or is_of_tests(".".join(Path(file.removesuffix(".py")).parts))


def _declared(of_class: type) -> Iterator[str]:
    """Yield what others may use of a class, as far as the class itself has it."""
    yield from (name for name in (*vars(of_class), *_annotated(of_class)) if is_public(name))


def _annotated(of_class: type) -> Iterable[str]:
    try:
        return inspect.get_annotations(of_class)
    except NameError:
        return ()


def _used(of_class: type) -> Iterator[str]:
    """Yield the names that the methods of a class use, with those they set."""
    for member in vars(of_class).values():
        if isinstance(member, FunctionType):
            yield from member.__code__.co_names


def _at_all(of_class: type) -> Iterator[str]:
    yield from _declared(of_class)
    yield from _used(of_class)
