"""The forms a graph is written in. Each is made of pictures, and knows no application."""
