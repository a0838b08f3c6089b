"""The clients: each goes on, one request after another, until the crowd is sent home.

A client draws all it does from a random generator seeded with the run's seed and its own
name, and knows what must be answered.
"""
