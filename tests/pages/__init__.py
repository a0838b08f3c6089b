"""Tests of `typed_depends.pages`."""
