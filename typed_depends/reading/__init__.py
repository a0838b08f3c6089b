"""The first stage: a callable becomes a dependant, read once and never again.

Knows signatures, annotations and pydantic. Knows nothing of routes' graphs, of other
callables, or of requests.
"""
