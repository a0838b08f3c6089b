"""The case pages of `typecheck_cases/`, run through mypy in every mode it has."""
