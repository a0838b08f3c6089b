"""Random signatures: parameters of several sources, under aliases, in dependencies and models.

Every program is sound: its body is JSON or a form, never both, and no two parameters of one
body share a name.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.oracle.harness import Call, multipart
from tests.oracle.one_parameter import DECLARATIONS

SCALARS = ("int", "str", "bool | None", "Color", "decimal.Decimal", "Annotated[int, Field(gt=2)]")
MANY = ("list[int]", "set[str]", "tuple[int, ...]", "list[Color] | None")
BODIES = ("Book", "Point", "Row", "list[Book]", "Film | Song", "dict[str, int]", "Strict")
KEYS = ("a", "b", "c_d", "e-f", "title", "pages")
VALUES = ("3", "1", "x", "", "red", "true", "2.5")
ALIASES = (
    "",
    "",
    "alias='b'",
    "validation_alias='c_d'",
    "validation_alias=AliasChoices('e-f', 'a')",
    "alias='a', validation_alias='b'",
)
EXTRA = ("ignore", "allow", "forbid")
GROUPED = ("Query", "Header", "Cookie", "Form")


@dataclass(frozen=True)
class Program:
    """A program and the requests made to it."""

    text: str
    calls: tuple[Call, ...]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Draw a program."""
    body = draw(st.sampled_from(("none", "json", "form")))
    sources = ["Query", "Header", "Cookie"]
    sources += {"json": ["Body"] * 2, "form": ["Form"] * 2, "none": []}[body]
    models: list[str] = []
    functions: list[str] = []
    for function in range(draw(st.integers(1, 3))):
        parameters = [f"d{one}=Depends(f{one})" for one in range(function)]
        for number in range(draw(st.integers(0, 3))):
            name = f"{draw(st.sampled_from(('a', 'b', 'c_d')))}{function}{number}"
            source = draw(st.sampled_from(sources))
            grouped = source in GROUPED and draw(st.integers(0, 2)) == 0
            if grouped:
                models.append(_model(draw, f"M{len(models)}"))
                type_ = f"M{len(models) - 1}"
            elif source == "Body":
                type_ = draw(st.sampled_from(SCALARS + BODIES))
            else:
                type_ = draw(st.sampled_from(SCALARS + (() if source == "Cookie" else MANY)))
            options = "" if grouped else draw(st.sampled_from(ALIASES))
            if source == "Body" and draw(st.integers(0, 3)) == 0:
                options += ("" if not options else ", ") + "embed=True"
            if source == "Header" and draw(st.booleans()):
                options += ("" if not options else ", ") + "convert_underscores=False"
            default = " = None" if draw(st.booleans()) else ""
            optional = " | None" if grouped and default else ""
            marked = f"Annotated[{type_}{optional}, {source}({options})]"
            parameters.append(f"{name}: {marked}{default}")
        # Those without a default first, as Python asks for.
        parameters.sort(key=lambda one: one.endswith("None") or "Depends" in one)
        names = [one.partition("=")[0].partition(":")[0] for one in parameters]
        returned = ", ".join(f"shown({name})" for name in names)
        functions.append(f"def f{function}({', '.join(parameters)}):\n    return [{returned}]\n")
    text = DECLARATIONS + "app = App()\n" + "".join(models) + "".join(functions)
    text += f"app.post('/')(f{len(functions) - 1})\n"
    calls = [_call(draw, body) for _ in range(draw(st.integers(3, 6)))]
    return Program(text, (Call("POST", "/", {}), *calls))


def _model(draw: st.DrawFn, name: str) -> str:
    lines = [f"class {name}(BaseModel):"]
    config = {"extra": draw(st.sampled_from(EXTRA))}
    if draw(st.integers(0, 3)) == 0:
        config["populate_by_name"] = True  # type: ignore[assignment]
    lines.append(f"    model_config = {config!r}")
    for field in draw(st.sets(st.sampled_from(("a", "b", "c_d", "title")), min_size=1)):
        type_ = draw(st.sampled_from(SCALARS + MANY))
        options = draw(st.sampled_from(ALIASES))
        if draw(st.booleans()):
            options = f"default=None{', ' if options else ''}{options}"
        lines.append(f"    {field}: {type_} = Field({options})")
    return "\n".join(lines) + "\n"


def _call(draw: st.DrawFn, body: str) -> Call:
    names = [*KEYS, *(f"{one}{f}{n}" for one in ("a", "b", "c_d") for f in "01" for n in "01")]
    names += [name.replace("_", "-") for name in names if "_" in name]
    pairs = st.lists(st.tuples(st.sampled_from(names), st.sampled_from(VALUES)), max_size=8)
    sent = {key: [value for other, value in draw(pairs) if other == key] for key in names}
    options: dict[str, Any] = {
        "params": draw(pairs),
        "headers": [*draw(pairs), ("cookie", "; ".join("=".join(pair) for pair in draw(pairs)))],
    }
    if body == "json":
        values = st.sampled_from(("3", 3, None, [1], {"title": "t"}, {"x": 1}, [{"title": "t"}]))
        options["json"] = draw(
            st.one_of(st.dictionaries(st.sampled_from(names), values, max_size=6), values)
        )
    elif body == "form" and draw(st.booleans()):
        options["data"] = {key: values for key, values in sent.items() if values}
    elif body == "form":
        form = multipart([("a", ("n.txt", b"3"))], **{key: one for key, one in sent.items() if one})
        options["headers"] += form.pop("headers").items()
        options |= form
    return Call("POST", "/", options)
