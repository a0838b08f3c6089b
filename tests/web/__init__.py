"""Tests of `typed_depends.web`."""
