"""Tests of `typed_depends.drawing`."""
