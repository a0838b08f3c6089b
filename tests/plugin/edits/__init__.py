"""Random edits of a package: after each, every mode of mypy must say what a cold run says."""
