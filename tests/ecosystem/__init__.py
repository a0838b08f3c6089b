"""Applications that no one here wrote, checked whole: `python -m tests.ecosystem`."""
