"""Tests of `typed_depends.plan`."""
