"""`typed-depends check`: mypy with the plugin, for projects that need not use mypy.

    discovery ─ files ─┐
    interpreter ───────┼─> layout ─ runs ─> mypy ─ findings ─> report
    project ─ settings ┘

Reads the user's files, and never imports or runs them.
"""
