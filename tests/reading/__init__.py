"""Tests of `typed_depends.reading`."""
