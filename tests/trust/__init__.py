"""Random packages: what mypy says of each, the running program says, and nothing else."""
