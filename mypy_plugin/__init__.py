"""The mypy plugin of typed_depends: see, remember, judge, report.

Checks code written for `typed_depends` and for FastAPI. Enable it with
`plugins = ["typed_depends.mypy"]`. Imports mypy, the standard library and the
leaves of `typed_depends` that both halves share; never Starlette or pydantic.
"""
