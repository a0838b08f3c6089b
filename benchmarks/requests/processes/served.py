"""A process that serves one contender's application; it prints its port first."""

import socket
import sys

import uvicorn

from benchmarks.requests import shapes
from benchmarks.requests.contenders import admin, graph


def main(name: str, key: str) -> None:
    """Serve a shape until told to end."""
    if key == shapes.ADMIN_KEY:
        app = admin(name)
    else:
        app = graph(name, next(shape for shape in shapes.GRAPHS if shape.key == key))
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listening.getsockname()[1], flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(*sys.argv[1:3])
