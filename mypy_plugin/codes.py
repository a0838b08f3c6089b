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

DEPENDS_OVERRIDE: Final = ErrorCode(
    "depends-override",
    "Check that what replaces a provider can stand in for it",
    CATEGORY,
)
