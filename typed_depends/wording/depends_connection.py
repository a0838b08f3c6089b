"""The sentences of `depends-connection`."""

from typed_depends.wording.sentence import Sentence


def wrong_connection(dependant: str, parameter: str, annotation: str, route: str) -> Sentence:
    """Say that `Request` is asked for under a WebSocket route, or the other way round."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is a "{annotation}", but the route is {route}',
        f'Annotate "{parameter}" as HTTPConnection, which is given for both.',
    )


def handed_once(dependant: str, parameter: str, last: str, kind: str) -> Sentence:
    """Say that FastAPI fills one parameter of a kind, and another one is the last."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is given nothing: FastAPI hands the {kind} to one '
        f'parameter, the last, which is "{last}"',
        f'Take the {kind} once: remove "{parameter}" or "{last}".',
    )


def body_of_websocket(dependant: str, parameter: str) -> Sentence:
    """Say that a body is asked for under a WebSocket route."""
    return Sentence(
        f'"{parameter}" of "{dependant}" is read from the body, but a WebSocket route has none',
        f'Take "{parameter}" from the query string, a header or a cookie, or receive it as a '
        "message.",
    )
