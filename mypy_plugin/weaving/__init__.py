"""See: find the markers mypy throws away and put them back into its tree.

`bindings` reads what a file's names stand for, `statements` walks the tree,
`annotation` finds the metadata in the source text, `masked` parses it at its own
place, `weaver` puts it back as probes, and `sites` says what each probe asks.
"""
