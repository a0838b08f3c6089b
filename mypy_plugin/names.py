"""The full names the plugin knows: marker families, security schemes, its own marks.

One table, so that a new family is a row and not a branch.
"""

from typing import Final, Literal, TypeAlias

from typed_depends.scope import SCOPES

FAMILIES: Final = {"fastapi", "typed_depends"}
"""Top-level packages whose markers are checked; the configuration adds to them."""

JUDGED_BY_TYPE: Final = set[str]()
"""Top-level packages of the configured families: only `depends-type` knows their rules."""

SCOPES_OF: Final = {"fastapi": ("function", "request"), "typed_depends": SCOPES}
"""The scopes each family has."""

UNTYPED_INJECTORS: Final = frozenset({"dependency_injector"})
"""Packages whose own marks may stand inside `Depends(...)`, and are replaced at run time."""

FRAMEWORKS: Final = frozenset({"fastapi", "starlette", "pydantic", "typing", "builtins"})
"""Top-level packages in which no user writes a marker."""

FOREIGN: Final = {"fast_depends", "faststream", "taskiq_dependencies", "taskiq"}
"""Packages that have a `Depends` of their own, unless the configuration names their family."""

MARKER_NAMES: Final = {"Depends", "Security"}
"""What a dependency marker is called in every family."""

MARKERS: Final = {
    "fastapi.param_functions.Depends",
    "fastapi.param_functions.Security",
    "fastapi.params.Depends",
    "fastapi.params.Security",
    "typed_depends.markers.Depends",
    "typed_depends.markers.Security",
    "typed_depends.param_functions.Depends",
    "typed_depends.param_functions.Security",
}
"""Where the dependency markers are defined, whatever path they were imported from."""

TYPED_MARKERS: Final = frozenset(
    {"typed_depends.param_functions.Depends", "typed_depends.param_functions.Security"}
)
"""Markers whose call has the provided type; the plugin judges it and makes it `Any`."""

LOST_WITHIN: Final = frozenset({"Header", "Cookie", "Form", "File"})
"""Markers without which a value is read from elsewhere."""

PARAMETER_MARKERS: Final = frozenset({"Path", "Query", "Header", "Cookie", "Body", "Form", "File"})
"""Markers of the same families that name a source; after a `Depends` they win over it."""

SECURITY_BASES: Final = frozenset(
    {"fastapi.security.base.SecurityBase", "typed_depends.security.base.SecurityBase"}
)
"""Bases of the security schemes, annotated `-> T | None` whatever `auto_error` says."""

APPLICATIONS: Final = frozenset({"fastapi.applications.FastAPI", "typed_depends.web.app.App"})
"""What has a table of overrides."""

ROUTERS: Final = APPLICATIONS | {"fastapi.routing.APIRouter", "typed_depends.web.router.Router"}
"""What serves functions under paths."""

HANDLERS: Final = frozenset(
    f"typed_depends.web.controllers.{name}"
    for name in ("api_route", "get", "post", "put", "patch", "delete", "options", "head", "trace")
) | {"typed_depends.web.controllers.websocket"}
"""What decorates the methods of a controller."""

TABLE: Final = "dependency_overrides"
"""The attribute of an application that holds its overrides."""

TABLES: Final = frozenset(f"{application}.{TABLE}" for application in APPLICATIONS)
"""The attribute's full names."""

INJECTORS: Final = frozenset({"typed_depends.injector.injector.Injector"})
"""What takes overrides without being an application."""

OVERRIDING: Final = frozenset(
    {
        "builtins.dict.__setitem__",
        "builtins.dict.setdefault",
        "builtins.dict.update",
        "builtins.dict.__ior__",
        "_pytest.monkeypatch.MonkeyPatch.setitem",
        "_pytest.monkeypatch.MonkeyPatch.setattr",
        "pytest_mock.plugin.MockerFixture._Patcher.dict",
        "pytest_mock.plugin.MockerFixture._Patcher.object",
        "unittest.mock._patcher.object",
        "typed_depends.injector.injector.Injector.sync",
        "typed_depends.testing.OverrideDependency.__call__",
    }
)
"""Methods that may put an override into a table."""

FIXTURES: Final = frozenset({"typed_depends.testing.OverrideDependency"})
"""What is called with an application and an override."""

OVERRIDING_CALLS: Final = INJECTORS | {"unittest.mock._patch_dict"}
"""Classes whose constructor may."""

BACKGROUND_TASK: Final = "starlette.background.BackgroundTask"
"""A function that runs after the response is sent."""

ADDING_TASKS: Final = frozenset(
    {
        "starlette.background.BackgroundTasks.add_task",
        "fastapi.background.BackgroundTasks.add_task",
    }
)
"""Methods that add one."""

SENDING: Final = {
    "starlette.responses.StreamingResponse": "content",
    "starlette.responses.FileResponse": "path",
    "sse_starlette.sse.EventSourceResponse": "content",
}
"""Responses that read something while they are sent, and the parameter that says what."""

PROBE: Final = "builtins.breakpoint"
"""The function a woven expression calls: in every module's reach, and accepting anything."""

SEPARATOR: Final = "__dot__"
"""Stands for the dots in the ledger's name of a class attribute: `Auth__dot__scheme`."""

SAID: Final = f"{SEPARATOR}__said__"
"""Ends the ledger's name of a variable, alias or function: no name that the module has itself."""

HOME: Final = "home"
"""Ends the ledger's name of a provider that its own module asks for, and so has judged."""

PLACEHOLDERS: Final = "placeholders__of__paths"
"""The ledger's name of what stands in braces in the paths of a module's decorators."""

ASKING: Final = "those__asking"
"""The ledger's name of the names of a module's dependants; below it what its local ones ask for."""

ROUTED: Final = "routed__by"
"""The ledger's name, above a kind of route, of what the endpoints of such routes ask for."""

SERVES: Final = "serves"
"""Ends the ledger's name of what a router serves and adds."""

SETS: Final = "sets"
"""Ends the ledger's name of what a function writes into a table of overrides."""

FAULTS: Final = "faults"
"""Ends the ledger's name of what is wrong with a function that only its own module can see."""

LEDGER: Final = "__typed_depends__"
"""The synthetic class in a module's symbol table that remembers what the cache forgets."""

FACTS: Final = "__facts__"
"""Ends the ledger's name of what a dependant asks for: `get_db__dot____facts__`."""

LOCALS: Final = "__locals__"
"""Stands between a function's full name and that of a function defined in it."""

ConnectionName: TypeAlias = Literal[
    "Request", "Response", "WebSocket", "HTTPConnection", "BackgroundTasks", "SecurityScopes"
]

CONNECTIONS: Final[dict[str, ConnectionName]] = {
    "starlette.requests.HTTPConnection": "HTTPConnection",
    "starlette.requests.Request": "Request",
    "starlette.websockets.WebSocket": "WebSocket",
    "starlette.responses.Response": "Response",
    "starlette.background.BackgroundTasks": "BackgroundTasks",
    "fastapi.security.oauth2.SecurityScopes": "SecurityScopes",
    "typed_depends.oauth.SecurityScopes": "SecurityScopes",
}
"""What is handed over as it is, told by the parameter's type or a base of it."""
