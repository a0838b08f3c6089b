"""Tests of `typed_depends.injector`."""
