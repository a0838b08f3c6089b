"""The error codes of the plugin, as mypy knows them.

Made when mypy loads the plugin, before it reads `disable_error_code`, so users
switch rules on and off with mypy's own options. Each has a page
`typecheck_cases/<code>.md`.
"""

from typing import Final

from mypy.errorcodes import ErrorCode

CATEGORY: Final = "typed_depends"

DEPENDS_TYPE: Final = ErrorCode(
    "depends-type",
    "Check that what a dependency provides fits the type it is declared with",
    CATEGORY,
)

DEPENDS_SCOPE: Final = ErrorCode(
    "depends-scope",
    "Check that nothing holds what is closed before it",
    CATEGORY,
)

DEPENDS_CYCLE: Final = ErrorCode(
    "depends-cycle",
    "Check that no provider needs itself",
    CATEGORY,
)

DEPENDS_OVERRIDE: Final = ErrorCode(
    "depends-override",
    "Check that what replaces a provider can stand in for it",
    CATEGORY,
)

DEPENDS_MARKER: Final = ErrorCode(
    "depends-marker",
    "Check that a dependency marker is used as it is meant",
    CATEGORY,
)

DEPENDS_PARAMETER: Final = ErrorCode(
    "depends-parameter",
    "Check that every parameter of a provider or an endpoint can be filled",
    CATEGORY,
)

DEPENDS_ANNOTATION: Final = ErrorCode(
    "depends-annotation",
    "Check that the running program can read the annotations that markers stand in",
    CATEGORY,
)

DEPENDS_YIELD: Final = ErrorCode(
    "depends-yield",
    "Check that a generator provider yields exactly once and lets exceptions pass",
    CATEGORY,
)

DEPENDS_UNTYPED: Final = ErrorCode(
    "depends-untyped",
    "Check that every provider has a return annotation",
    CATEGORY,
    default_enabled=False,
)

DEPENDS_PATH: Final = ErrorCode(
    "depends-path",
    "Check that a route's path and the signatures under it agree",
    CATEGORY,
)

DEPENDS_CONNECTION: Final = ErrorCode(
    "depends-connection",
    "Check that a route's connection is of the kind its dependencies ask for",
    CATEGORY,
)

DEPENDS_STREAM: Final = ErrorCode(
    "depends-stream",
    "Check that what outlives a function-scoped value is not handed it",
    CATEGORY,
)
