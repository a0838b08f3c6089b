"""Programs that start and serve, and are wrong: each wrong line says so behind `# mistake:`.

`make demo` runs mypy over this folder. Every line marked here must be reported,
once, and no other line may be.
"""
