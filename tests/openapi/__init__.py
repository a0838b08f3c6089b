"""Tests of `typed_depends.openapi`."""
