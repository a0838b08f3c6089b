"""Broken requests by the million: each is answered as under FastAPI.

`python -m tests.oracle.bad_inputs [--seed N] [--requests M]`

The programs and the first requests are those of `one_parameter`; then bytes are changed in
paths, queries, headers, cookies and bodies. Both applications are called as a server would,
without a client in between.
"""

import argparse
import asyncio
import itertools
import json
import logging
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from random import Random
from time import perf_counter
from typing import Any
from urllib.parse import unquote

import httpx

from tests.oracle.harness import FASTAPI, OURS, SHARED
from tests.oracle.one_parameter import TYPES, calls, program

PIECES = (
    *(bytes([one]) for one in b"%&=;,'{}[]:\\\0 +-_\t\xff" + b'"'),
    *(b"\r\n", b"%00", b"%ff", b"%F0%9F", b"\\ud800", "ü".encode(), b"v", b"v=1"),
    *(b"null", b"true", b"NaN", b"Infinity", b"1e999", b"9" * 5000, b"0" * 30, b"[" * 300),
)
AT_ONCE = 2000
"""Requests to one application before another is made, which takes a while."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as a server hands it over."""

    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def first_requests(type_: str) -> list[Sent]:
    """Return the requests that `one_parameter` makes."""
    made = []
    for call in calls(type_):
        request = httpx.Request(call.method, f"http://test{call.path}", **call.options)
        body = request.read()
        headers = tuple((name.lower(), value) for name, value in request.headers.raw)
        made.append(Sent(request.url.path, request.url.query, headers, body))
    return made


def broken(random: Random, known: list[Sent]) -> Sent:
    """Return one of the known requests with something changed in it."""
    sent = random.choice(known)
    for _ in range(random.randint(1, 3)):
        match random.randrange(6):
            case 0 | 1:
                sent = replace(sent, query=_changed(random, sent.query, b"v=3"))
            case 2 | 3:
                sent = replace(sent, body=_changed(random, sent.body, b'{"v": 3}'))
            case 4 if sent.headers:
                index = random.randrange(len(sent.headers))
                name, value = sent.headers[index]
                if name == b"content-length":  # which a server holds the body to
                    continue
                value = _changed(random, value, b"3").replace(b"\r\n", b"").replace(b"\0", b"")
                headers = (*sent.headers[:index], (name, value), *sent.headers[index + 1 :])
                sent = replace(sent, headers=headers)
            case _:
                other = random.choice(known)
                sent = replace(sent, headers=other.headers, body=other.body)
    if sent.path.startswith("/Path/"):
        raw = _changed(random, sent.path[6:].encode(), b"3").replace(b"?", b"").replace(b"#", b"")
        sent = replace(sent, path="/Path/" + unquote(raw.decode("utf-8", "replace")))
    return sent


def _changed(random: Random, text: bytes, otherwise: bytes) -> bytes:
    text = text or otherwise
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.randrange(4))
    piece = random.choice((b"", text[:8], random.choice(PIECES), bytes([random.randrange(256)])))
    return text[:start] + piece + text[end:]


async def answer(app: Any, sent: Sent) -> Any:
    """Return what an application answers, or the exception it lets out."""
    status, parts, kind = 0, [], b""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.path.encode(),
        "query_string": sent.query,
        "root_path": "",
        "headers": list(sent.headers),
        "server": ("test", 80),
        "client": ("client", 1),
    }
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if asked:
            return {"type": "http.disconnect"}
        asked = True
        return {"type": "http.request", "body": sent.body, "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status, kind
        if message["type"] == "http.response.start":
            status = message["status"]
            kind = dict(message["headers"]).get(b"content-type", b"")
        else:
            parts.append(message.get("body", b""))

    try:
        await app(scope, receive, send)
    except Exception as error:
        return type(error).__name__, status
    body = b"".join(parts)
    if status == 422:  # FastAPI lists the error of a shared dependency twice
        errors = json.loads(body)["detail"]
        body = json.dumps(
            [one for place, one in enumerate(errors) if one not in errors[:place]]
        ).encode()
    return status, kind, body


def application(imports: str, type_: str) -> Any:
    """Return the program's application, with endpoints that need no thread."""
    text = program(type_).replace("def endpoint(", "async def endpoint(")
    namespace: dict[str, Any] = {"__name__": "program"}
    exec(compile(imports + SHARED + text, "<program>", "exec"), namespace)
    return namespace["app"]


async def compare(random: Random, type_: str, requests: int) -> list[str]:
    """Return a row for each request that the two answer differently."""
    theirs, ours = application(FASTAPI, type_), application(OURS, type_)
    known = first_requests(type_)
    rows = []
    for _ in range(requests):
        sent = broken(random, known)
        expected, found = await answer(theirs, sent), await answer(ours, sent)
        if expected != found:
            rows.append(f"{type_}: {sent}\n  FastAPI: {expected}\n  ours:    {found}")
    return rows


def batch(seed: str, type_: str, requests: int) -> list[str]:
    """Do the same in a process of its own."""
    logging.disable()
    warnings.simplefilter("ignore")
    return asyncio.run(compare(Random(f"{seed} {type_}"), type_, requests))


def main() -> int:
    """Try as many requests as are asked for, on every core, and say how many there were."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.bad_inputs", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--requests", type=int, default=1_000_000)
    asked = parser.parse_args()
    wrong = tried = 0
    started = perf_counter()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        for turn in itertools.count():
            left = asked.requests - tried
            if left <= 0:
                break
            each = min(AT_ONCE, -(-left // len(TYPES)))
            seeds = [f"{asked.seed} {turn}"] * len(TYPES)
            for rows in processes.map(batch, seeds, TYPES, [each] * len(TYPES)):
                wrong += len(rows)
                for row in rows:
                    print(row[:2000], flush=True)
            tried += each * len(TYPES)
            pace = tried / (perf_counter() - started)
            print(f"{tried:,} bad requests, {wrong} answered differently, {pace:.0f}/s", flush=True)
    return min(wrong, 1)


if __name__ == "__main__":
    raise SystemExit(main())
