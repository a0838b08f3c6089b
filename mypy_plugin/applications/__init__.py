"""See: what a program says of its applications.

`routing` finds what is served under which path, `overriding` what replaces which provider,
`handing` what is handed to something that runs after the function.
"""
