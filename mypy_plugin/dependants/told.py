"""What modules say of themselves in their ledgers, beside what their dependants ask for.

Whatever is looked at, mypy is told to come back when it changes.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from mypy.checker import TypeChecker

from mypy_plugin.applications.routing import RouteKind
from mypy_plugin.applications.setters import Setter, decode_setters
from mypy_plugin.dependants.assembly import Assembly
from mypy_plugin.dependants.dependant import CALLED, Edge, Provider
from mypy_plugin.dependants.faults import Fault, decode_faults
from mypy_plugin.dependants.reach import modules_in_reach
from mypy_plugin.dependants.read import Read
from mypy_plugin.dependants.record import Record, decode
from mypy_plugin.ledger import recall_facts
from mypy_plugin.names import (
    ASKING,
    FAULTS,
    HOME,
    LEDGER,
    LOCALS,
    PLACEHOLDERS,
    ROUTED,
    SERVES,
    SETS,
)
from mypy_plugin.types.provided import module_of


class Wrapping(NamedTuple):
    """The function that a decorator puts in the place of others, and what is wrong with it."""

    decorator: str
    name: str
    faults: list[Fault]


class Told:
    """What is told of functions, routes and routers, as the module being checked sees it."""

    def __init__(
        self, checker: TypeChecker, read: Callable[[str], Read | None], assembly: Assembly
    ) -> None:
        """Look with `checker`; `read` gives what was read of a tree that is in memory."""
        self.checker = checker
        self.read = read
        self._assembly = assembly

    def faults(self, fullname: str) -> list[Fault]:
        """Give what is wrong with a function of another module, as its module tells."""
        module = module_of(self.checker, fullname)
        self.read(module)
        path = f"{fullname[len(module) + 1 :]}.{FAULTS}"
        text = recall_facts(self.checker, module, path)
        return [] if text is None else decode_faults(text)

    def setters(self, fullname: str) -> list[Setter]:
        """Give what a function writes into tables of overrides."""
        module = module_of(self.checker, fullname)
        read, name = self.read(module), fullname[len(module) + 1 :]
        told = recall_facts(self.checker, module, f"{name}.{SETS}")
        if module == self.checker.tree.fullname and read is not None:
            return read.setters.get(name, [])
        return [] if told is None else decode_setters(told)

    def wrapping(self, fullname: str) -> Wrapping | None:
        """Give what surely stands in the place of a function: its decorator keeps no signature."""
        for fault in self.faults(fullname):
            if fault.kind == "wrapped":
                decorator = fault.words[0]
                made = decorator + CALLED
                faults = [one for one in self.faults(made) if one.kind == "variadic"]
                found = self._assembly.local(module_of(self.checker, made), made)
                if faults and found is not None:
                    return Wrapping(decorator.removesuffix(CALLED), found.name, faults)
        return None

    def is_asked_for_at_home(self, provider: Provider) -> bool:
        """Tell whether the module of a provider asks for it as well."""
        module = module_of(self.checker, provider.fullname)
        path = f"{provider.asked_as[len(module) + 1 :]}.{HOME}"
        return recall_facts(self.checker, module, path) is not None

    def is_placeholder(self, name: str) -> bool:
        """Tell whether a route in reach has a placeholder of this name in its path."""
        found = False
        for module, _ in self._in_reach():
            told = recall_facts(self.checker, module, PLACEHOLDERS)
            found |= told is not None and name in told.split()
        return found

    def router(self, fullname: str) -> Record | None:
        """Give what a router serves and adds, as its module tells."""
        module = module_of(self.checker, fullname)
        read = self.read(module)
        if module == self.checker.tree.fullname and read is not None:
            return read.routers.get(fullname)
        told = recall_facts(self.checker, module, f"{fullname[len(module) + 1 :]}.{SERVES}")
        return None if told is None else decode(told)

    def edges_in_reach(self) -> Iterator[Edge]:
        """Yield what the markers of the modules in reach ask for."""
        for module, read in self._in_reach():
            if read is not None:
                yield from read.edges()
                continue
            asking = recall_facts(self.checker, module, ASKING) or ""
            for path in (*asking.split(), f"{ASKING}.{LOCALS}"):
                told = recall_facts(self.checker, module, path)
                yield from decode(told).edges if told is not None else ()

    def edges_of_routes(self, kind: RouteKind) -> Iterator[Edge]:
        """Yield what the endpoints in reach ask for, as the parameter named like the endpoint."""
        for module, read in self._in_reach():
            if read is not None:
                record = read.routed.get(kind)
            else:
                told = recall_facts(self.checker, module, f"{ROUTED}.{kind}")
                record = decode(told) if told is not None else None
            if record is None:
                continue
            yield from record.edges
            for endpoint, alias in record.held:
                edge = self._assembly.held(alias)
                if edge is not None:
                    yield edge._replace(parameter=endpoint)

    def _in_reach(self) -> Iterator[tuple[str, Read | None]]:
        """Yield the modules that keep a ledger; with what was read, the one being checked."""
        for module in modules_in_reach(self.checker):
            if LEDGER in self.checker.modules[module].names:
                read = self.read(module)
                yield module, read if module == self.checker.tree.fullname else None
