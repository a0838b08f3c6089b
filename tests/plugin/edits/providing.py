"""The text of one provider of a program."""

from collections.abc import Iterator

from .program import Provider


def providing(name: str, provider: Provider, parameters: str) -> Iterator[str]:
    """Yield the lines of a provider that takes `parameters`."""
    made = provider.provides
    comma = ", " if parameters else ""
    match provider.kind:
        case "function":
            yield f"def {name}({parameters}) -> {made}: return {made}()"
        case "coroutine":
            yield f"async def {name}({parameters}) -> {made}: return {made}()"
        case "generator":
            yield f"def {name}({parameters}) -> Iterator[{made}]: yield {made}()"
        case "async generator":
            yield f"async def {name}({parameters}) -> AsyncIterator[{made}]: yield {made}()"
        case "iterator":
            yield f"def {name}({parameters}) -> Iterator[{made}]: return iter([{made}()])"
        case "swallowing":
            yield f"def {name}({parameters}) -> Iterator[{made}]:"
            yield f"    try:\n        yield {made}()"
            yield f"    except Exception:\n        {'pass' if provider.silent else 'raise'}"
        case "twice":
            yield f"def {name}({parameters}) -> Iterator[{made}]:"
            yield f"    yield {made}()" + f"\n    yield {made}()" * provider.silent
        case "context manager":
            yield "" if provider.silent else "@contextmanager"
            yield f"def {name}({parameters}) -> Iterator[{made}]: yield {made}()"
        case "abstract":
            yield f"class {name}({made}, ABC):"
            yield "    @abstractmethod" if provider.silent else "    @property"
            yield "    def price(self) -> int: ..."
        case "class":
            yield f"class {name}({made}):"
            yield f"    def __init__(self{comma}{parameters}) -> None: ..."
        case "fields":
            yield f"class {name}({made}):\n    weight: int = 3"
        case "instance" | "method":
            method = "__call__" if provider.kind == "instance" else "give"
            yield f"class Maker{name}:"
            yield f"    def {method}(self{comma}{parameters}) -> {made}: return {made}()"
            yield f"{name} = Maker{name}(){'' if provider.kind == 'instance' else '.give'}"
        case "cached":
            yield f"@lru_cache\ndef {name}({parameters}) -> {made}: return {made}()"
        case "scheme":
            yield f"{name} = HTTPBearer(auto_error={not provider.silent})"
        case "factory":
            yield f"def make_{name}() -> Callable[[], {made}]: return {made}"
            yield f"{name} = make_{name}()"
        case "check":
            yield f"class {name}:"
            yield "    def __init__(self, level: int) -> None: ..."
            yield f"    def __call__(self{comma}{parameters}) -> {made}: return {made}()"
        case "maker":
            yield f"def {name}() -> Callable[..., {made}]:"
            yield f"    def inner({parameters}) -> {made}: return {made}()"
            yield "    return inner"
        case "untyped":
            yield f"def {name}({parameters}): return {made}()"
        case _:
            yield f"def whole_{name}({parameters}) -> {made}: return {made}()"
            yield f"{name} = partial(whole_{name})"
