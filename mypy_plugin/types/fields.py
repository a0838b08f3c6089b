"""Classes whose constructor is made of their fields: dataclasses and named tuples."""

from mypy.nodes import AssignmentStmt, NameExpr, TypeInfo


def is_made_of_fields(info: TypeInfo) -> bool:
    """Tell whether the constructor of a class asks for what its fields say."""
    if info.is_named_tuple:
        return True
    symbol = info.get("__init__")
    return symbol is not None and symbol.plugin_generated and is_dataclass(info)


def is_dataclass(info: TypeInfo) -> bool:
    """Tell whether a class is a dataclass; mypy marks what merely resembles one as well."""
    return "dataclass" in info.metadata and not any(
        base.dataclass_transform_spec is not None
        or (base.metaclass_type and base.metaclass_type.type.dataclass_transform_spec)
        for base in info.mro
    )


def init_variables(info: TypeInfo) -> frozenset[str]:
    """Name the fields of a dataclass that are `InitVar[...]`."""
    fields = info.metadata["dataclass"]["attributes"] if is_dataclass(info) else ()
    return frozenset(field["name"] for field in fields if field["is_init_var"])


def fields_written(info: TypeInfo, module: str) -> dict[str, AssignmentStmt]:
    """Give the statements that make a class's fields, as far as they stand in a module."""
    found: dict[str, AssignmentStmt] = {}
    for base in reversed(info.mro):
        if base.module_name != module:
            continue
        for statement in base.defn.defs.body:
            match statement:
                case AssignmentStmt(lvalues=[NameExpr(name=name)]) if statement.unanalyzed_type:
                    found[name] = statement
    return found
