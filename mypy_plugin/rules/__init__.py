"""Judge: one file per error code, each a pure function from facts to findings."""
