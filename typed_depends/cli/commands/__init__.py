"""The four commands: their arguments, and what `--help` teaches."""
