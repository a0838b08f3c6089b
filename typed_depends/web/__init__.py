"""The web: applications, routers, routes, and what an endpoint's result becomes.

The topmost stage; everything else stands without it.
"""
