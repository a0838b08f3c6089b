"""The public API as type checkers without our plugin see it."""
