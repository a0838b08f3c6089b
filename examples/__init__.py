"""Programs to read and to run: the bookshop, the planted mistakes, the demo."""
