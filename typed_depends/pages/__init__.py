"""The pages that show an application to people: Swagger UI, ReDoc, its dependencies.

Each is a function from what it shows to an HTML response. No page asks for anything from
another machine. Knows nothing of applications; whoever serves a page gives it its addresses.
"""
