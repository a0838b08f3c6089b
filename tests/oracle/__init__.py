"""FastAPI as the oracle: the same program text, with the imports exchanged."""
