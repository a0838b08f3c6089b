"""What was read of one tree: its records, and what other modules may ask of them."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from mypy_plugin.applications.setters import Setter, encode_setters
from mypy_plugin.dependants.definitions import Definition
from mypy_plugin.dependants.dependant import UNKNOWN, Edge
from mypy_plugin.dependants.faults import Fault, encode_faults
from mypy_plugin.dependants.providers import Names
from mypy_plugin.dependants.record import Record, encode
from mypy_plugin.names import ASKING, FAULTS, HOME, LOCALS, PLACEHOLDERS, ROUTED, SERVES, SETS
from mypy_plugin.weaving.statements import Position

AMBIGUOUS = Record(edges=(Edge(None, None, UNKNOWN),))
"""What is known of a name that is defined twice, and differently."""


class Read(NamedTuple):
    """The records of one tree, and what its expressions name.

    `owners` says by the place of a marker call what it belongs to, `loose` are those that
    belong to nothing, in `dependencies=[...]`, and `first` says where a provider
    is asked for first. `faults` are those of the functions that other modules can name, and
    of those that factories make; `made` says where these stand, and `instances` of which class,
    called, the variables are.
    `placeholders` are those of the paths it writes, `routers` what others may ask of its
    routers, `routed` what endpoints ask for, by the kind of their routes, `setters` the functions
    that write into a table of overrides. The read is `settled` unless a type it asked for was not
    inferred yet.
    """

    records: Mapping[str, Record]
    names: Names
    owners: Mapping[Position, Definition]
    loose: tuple[Edge, ...]
    first: Mapping[Hashable, Position]
    faults: Mapping[str, list[Fault]]
    made: Mapping[str, Position]
    instances: Mapping[str, str]
    placeholders: frozenset[str]
    routers: Mapping[str, Record]
    routed: Mapping[str, Record]
    setters: Mapping[str, list[Setter]]
    settled: bool

    def entries(self) -> Iterator[tuple[str, str]]:
        """Yield what other modules may ask: by the path in this module, as text."""
        start = len(self.names.tree.fullname) + 1
        for fullname, record in self.records.items():
            if LOCALS not in fullname:
                yield fullname[start:], encode(record)
        for provider in self.asked_for():
            yield f"{provider[start:]}.{HOME}", ""
        asking = [name for name, record in self.records.items() if record.edges]
        if asking:
            yield ASKING, " ".join(name[start:] for name in asking if LOCALS not in name)
        inner = [e for name in asking if LOCALS in name for e in self.records[name].edges]
        if inner or self.loose:
            yield f"{ASKING}.{LOCALS}", encode(Record((*inner, *self.loose)))
        for fullname, record in self.routers.items():
            yield f"{fullname[start:]}.{SERVES}", encode(record)
        for kind, record in self.routed.items():
            yield f"{ROUTED}.{kind}", encode(record)
        if self.placeholders:
            yield PLACEHOLDERS, " ".join(sorted(self.placeholders))
        for name, found in self.setters.items():
            yield f"{name}.{SETS}", encode_setters(found)
        for fullname, faults in self.faults.items():
            yield f"{fullname[start:]}.{FAULTS}", encode_faults(faults)

    def edges(self) -> Iterator[Edge]:
        """Yield every edge of this module."""
        for record in self.records.values():
            yield from record.edges
        yield from self.loose

    def asked_for(self) -> set[str]:
        """Name the providers of this module that its own markers ask for."""
        home = f"{self.names.tree.fullname}."
        named = {edge.provider.asked_as for edge in self.edges() if edge.provider is not None}
        standing = (self.records[name].stands_for for name in named if name in self.records)
        named |= {one.asked_as for one in standing if one is not None}
        named |= {self.instances[name] for name in named if name in self.instances}
        return {name for name in named if name.startswith(home) and LOCALS not in name}


def first_askers(records: Mapping[str, Record], loose: Iterable[Edge]) -> dict[Hashable, Position]:
    """Give the place of the first marker that names each provider."""
    first: dict[Hashable, Position] = {}
    for edges in (*(record.edges for record in records.values()), loose):
        for edge in edges:
            provider, position = edge.provider, edge.position
            if provider is not None and position is not None:
                meant = provider.told_as
                if position <= first.get(meant, position):
                    first[meant] = position
    return first
