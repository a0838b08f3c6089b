"""What works with what: `python -m tests.versions` runs the tests under old and new versions."""
