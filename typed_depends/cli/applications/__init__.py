"""An application from its name: imported, and its routes read into graphs, FastAPI's too."""
