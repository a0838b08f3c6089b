"""Tests of `typed_depends.graph`."""
