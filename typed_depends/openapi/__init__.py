"""The OpenAPI document of an application, read from the graphs of its routes.

`document` gathers operations into a document; `operation` is what a route tells of itself,
so that nothing here knows applications, routers or requests.
"""
