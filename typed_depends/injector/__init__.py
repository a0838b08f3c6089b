"""Injection without the web: for scripts, workers, tests and other frameworks.

The same graphs, scopes and overrides; values come from the caller instead of a request.
"""
