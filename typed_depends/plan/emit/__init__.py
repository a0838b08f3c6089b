"""Plans as Python source: straight-line code that does what the interpreter does.

Pure text: a program goes in, source and the constants it names come out. What the source
calls at run time is bound in `typed_depends.resolve.emitted`.
"""
