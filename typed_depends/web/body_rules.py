"""How a route's body may be sent: its content type, its size, the parts of a form.

Said on a route, a router, an inclusion or an application; what stands nearer to the route
counts. Knows no request.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple, Self, TypeAlias, TypedDict, TypeVar, cast

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict as ReadableDict  # by pydantic, before Python 3.12

_Limit: TypeAlias = Annotated[int, Field(ge=0)]


@with_config(ConfigDict(strict=True, extra="forbid"))
class FormLimits(ReadableDict, total=False):
    """Limits of a form: fields, files, and bytes in a field. As FastAPI's `form_limits`."""

    max_fields: _Limit
    max_files: _Limit
    max_part_size: _Limit


class BodyRuleOptions(TypedDict, total=False):
    """The rules as arguments. `None` leaves one to whoever includes the route."""

    strict_content_type: bool | None
    max_body_size: int | None
    form_limits: FormLimits | None


FORM_LIMITS = "typed_depends.form_limits"
"""The key of the connection's scope under which an application's limits stand."""

_NO_LIMITS: Final = cast("FormLimits", MappingProxyType({}))


class BodyRules(NamedTuple):
    """What is said about bodies in one place, or in all places together.

    `strict_content_type`: a body is JSON only if it says so, which is the rule unless
    `False` is said. `max_body_size` in bytes; a longer one is answered with 413.
    """

    strict_content_type: bool | None = None
    max_body_size: int | None = None
    form_limits: FormLimits = _NO_LIMITS

    @classmethod
    def of(cls, options: BodyRuleOptions) -> Self:
        """Return what is said in `options`. Raises `ValueError` for limits that are none."""
        if not options:
            return cls()
        size = options.get("max_body_size")
        if size is not None and (type(size) is not int or size < 0):
            raise ValueError("max_body_size must be a non-negative integer or None")
        return cls(
            strict_content_type=options.get("strict_content_type"),
            max_body_size=size,
            form_limits=_checked(said) if (said := options.get("form_limits")) else {},
        )

    def form_limits_in(self, scope: Mapping[str, Any]) -> FormLimits:
        """Return the limits of a form sent on a connection: those of its applications too."""
        above: FormLimits = scope.get(FORM_LIMITS, {})
        return {**above, **self.form_limits}

    def under(self, outer: "BodyRules") -> "BodyRules":
        """Return these rules with what `outer`, a router or its inclusion, says besides."""
        if self == NO_RULES:
            return outer
        return BodyRules(
            strict_content_type=_nearest(self.strict_content_type, outer.strict_content_type),
            max_body_size=_nearest(self.max_body_size, outer.max_body_size),
            form_limits={**outer.form_limits, **self.form_limits},
        )


NO_RULES: Final = BodyRules()


def _checked(limits: FormLimits) -> FormLimits:
    return TypeAdapter(FormLimits).validate_python(limits)


T = TypeVar("T")


def _nearest(own: T | None, outer: T | None) -> T | None:
    return outer if own is None else own
