"""The third stage: a graph becomes an ordered program in which every value has a slot.

Knows graphs. Knows nothing of requests: what runs a program stands in
`typed_depends.resolve`.
"""
