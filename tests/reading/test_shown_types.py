"""Types in messages: the two halves say the same sentence, so the runtime writes as mypy does."""

from collections.abc import Callable
from typing import Annotated, Any, Generic, Literal, Optional, TypeVar

import pytest

from typed_depends.reading.parameter import show_type

T = TypeVar("T")


class Box(Generic[T]): ...


class User: ...


@pytest.mark.parametrize(
    ("annotation", "shown"),
    [
        (User, "User"),
        (list[User], "list[User]"),
        (User | None, "User | None"),
        (Optional[list[User]], "list[User] | None"),  # noqa: UP045
        (Box[User], "Box[User]"),
        (tuple[User, ...], "tuple[User, ...]"),
        (Callable[[User], None], "Callable[[User], None]"),
        (Literal["a", 1], "Literal['a', 1]"),
        (Annotated[dict[str, User], "metadata"], "dict[str, User]"),
        (Any, "Any"),
    ],
)
def test_a_type_is_shown_as_mypy_shows_it(annotation: Any, shown: str) -> None:
    assert show_type(annotation) == shown
