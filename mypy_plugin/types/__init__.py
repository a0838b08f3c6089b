"""Ask mypy: what an expression is, what a provider provides, what an owner declares."""
