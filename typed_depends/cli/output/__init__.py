"""The ways a report is written: for people, for programs, for GitHub. Knows findings alone."""
