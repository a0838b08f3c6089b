"""What is validated from the text of a body is what FastAPI makes of it."""

import datetime
import json
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from typed_depends.plan.emit.same_as_json import reads_alike


class Tag(BaseModel):
    name: Annotated[str, Field(max_length=5)]
    weight: float | None = None


class Item(BaseModel):
    name: str
    price: Annotated[float, Field(gt=0)]
    count: int = 1
    sold: bool = False
    tags: list[Tag] = []
    extra: dict[str, int] = {}
    parent: "Item | None" = None


class Strict(BaseModel):
    model_config = ConfigDict(strict=True)
    when: int


class Validated(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def upper(cls, name: str) -> str:
        return name.upper()


@pytest.mark.parametrize("type_", [Item, Tag, list[Item], dict[str, Tag], int, str, Item | None])
def test_plain_data_reads_alike(type_: Any) -> None:
    assert reads_alike(TypeAdapter(type_).core_schema)


@pytest.mark.parametrize(
    "type_",
    [
        Strict,
        Validated,
        datetime.date,
        Decimal,
        UUID,
        bytes,
        set[int],
        tuple[int, str],
        int | str,
        Literal["a"],
        Any,
        list[Decimal],
    ],
)
def test_what_json_mode_may_read_in_another_way_does_not(type_: Any) -> None:
    assert not reads_alike(TypeAdapter(type_).core_schema)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["1", "1.5", "true", "", "name", "off", "١"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "price", "count", "sold", "tags", "extra", "weight", "parent"])
            | st.text(max_size=3),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
ADAPTERS = [TypeAdapter(one) for one in (Item, list[Tag], dict[str, float], int, bool, str)]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ADAPTERS), VALUES)
def test_a_text_that_validates_gives_what_its_parsed_form_gives(
    adapter: TypeAdapter[Any], value: Any
) -> None:
    text = json.dumps(value).encode()
    try:
        quick = adapter.validator.validate_json(text)
    except ValidationError:
        return  # then it is parsed and validated the other way, and that counts
    slow = adapter.validate_python(json.loads(text), from_attributes=True)
    assert quick == slow
    assert repr(quick) == repr(slow)
