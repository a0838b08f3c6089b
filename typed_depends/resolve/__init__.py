"""The fourth stage: a program and a connection become values.

Knows programs, requests, threads and exit stacks. Knows nothing of routes or responses.
"""
