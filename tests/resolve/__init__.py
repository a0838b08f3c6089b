"""Tests of `typed_depends.resolve`."""
