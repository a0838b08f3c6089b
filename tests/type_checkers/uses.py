"""Right and wrong uses of the public API; `test_type_checkers.py` reads the comments.

`# error` ends a line that every checker must refuse, `# as T` one whose `reveal_type` is `T`.
Every other line must be silent. `(not mypy)` and the like name who is excepted.
"""

import sqlite3
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Coroutine,
    Generator,
    Iterable,
    Iterator,
)
from functools import partial, wraps
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    ParamSpec,
    TextIO,
    TypeVar,
    reveal_type,
)

import typed_depends
from typed_depends import (
    App,
    Depends,
    Header,
    Injector,
    Query,
    Router,
    Security,
    SecurityScopes,
    inject,
)
from typed_depends.security import HTTPBearer, OAuth2PasswordBearer

P = ParamSpec("P")
T = TypeVar("T")


class User: ...


class Admin(User): ...


class Book: ...


class Repository(Generic[T]): ...


# Providers


def function() -> User:
    return User()


async def coroutine() -> User:
    return User()


def generator() -> Generator[User, None, None]:
    yield User()


def scoped(scopes: SecurityScopes) -> Generator[User, None, None]:
    yield User()


async def async_generator() -> AsyncGenerator[User, None]:
    yield User()


def iterator() -> Iterator[User]:
    yield User()


async def async_iterator() -> AsyncIterator[User]:
    yield User()


class Callee:
    def __call__(self) -> User:
        return User()


class AsyncCallee:
    async def __call__(self) -> User:
        return User()


class YieldingCallee:
    def __call__(self) -> Generator[User, None, None]:
        yield User()


class GenericCallee(Generic[T]):
    def __init__(self, kind: type[T]) -> None: ...

    def __call__(self) -> Iterator[T]:
        raise NotImplementedError


class Methods:
    def method(self) -> User:
        return User()

    @classmethod
    def made(cls) -> User:
        return User()


def numbered(number: int, name: str = "") -> User:
    return User()


def logged(call: Callable[P, T]) -> Callable[P, T]:
    @wraps(call)
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    return inner


def retried(call: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[None, None, T]]:
    @wraps(call)
    async def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        return await call(*args, **kwargs)

    return inner


@logged
def decorated(number: int) -> User:
    return User()


@retried
async def decorated_coroutine(number: int) -> User:
    return User()


@logged
def decorated_generator() -> Generator[User, None, None]:
    yield User()


def factory(kind: type[T]) -> Callable[[], T]:
    return kind


def repository(kind: type[T]) -> Callable[[], Repository[T]]:
    return Repository[T]


def optional() -> User | None:
    return None


def cursor() -> sqlite3.Cursor:
    return sqlite3.connect(":memory:").cursor()


def log() -> TextIO:
    return open("log")


def users() -> Iterable[User]:
    return [User()]


class Pages:
    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return 1


# A name that the package does not have

print(typed_depends.Dependz)  # error


# What a checker shows of them

reveal_type(Depends(function))  # as User
reveal_type(Depends(coroutine))  # as User
reveal_type(Depends(generator))  # as User
reveal_type(Depends(async_generator))  # as User
reveal_type(Depends(iterator))  # as User
reveal_type(Depends(async_iterator))  # as User
reveal_type(Depends(User))  # as User
reveal_type(Depends(Callee()))  # as User
reveal_type(Depends(AsyncCallee()))  # as User
reveal_type(Depends(YieldingCallee()))  # as User
reveal_type(Depends(GenericCallee(User)))  # as User
reveal_type(Depends(Methods().method))  # as User
reveal_type(Depends(Methods.made))  # as User
reveal_type(Depends(partial(numbered, 1)))  # as User
reveal_type(Depends(partial(decorated_coroutine, 1)))  # as User
reveal_type(Depends(partial(async_generator)))  # as User
reveal_type(Depends(decorated))  # as User
reveal_type(Depends(decorated_coroutine))  # as User
reveal_type(Depends(decorated_generator))  # as User
reveal_type(Depends(factory(User)))  # as User
reveal_type(Depends(repository(User)))  # as Repository[User]
reveal_type(Depends(optional))  # as User | None
reveal_type(Depends(cursor))  # as Cursor
reveal_type(Depends(log))  # as TextIO
reveal_type(Depends(users))  # as Iterable[User]
reveal_type(Depends(Pages))  # as Pages
reveal_type(Depends(lambda: User()))  # as User
reveal_type(Depends(OAuth2PasswordBearer(tokenUrl="token")))  # as str
reveal_type(Depends(HTTPBearer()))  # as HTTPAuthorizationCredentials
reveal_type(Depends(function, use_cache=False, scope="request"))  # as User
reveal_type(Security(scoped, scopes=["books"]))  # as User


# Wrong


def wrong_function(book: Book = Depends(function)) -> None: ...  # error
def wrong_coroutine(book: Book = Depends(coroutine)) -> None: ...  # error
def wrong_generator(book: Book = Depends(generator)) -> None: ...  # error
def wrong_async_generator(book: Book = Depends(async_generator)) -> None: ...  # error
def wrong_iterator(book: Book = Depends(iterator)) -> None: ...  # error
def wrong_async_iterator(book: Book = Depends(async_iterator)) -> None: ...  # error
def wrong_class(book: Book = Depends(User)) -> None: ...  # error
def wrong_callee(book: Book = Depends(Callee())) -> None: ...  # error
def wrong_async_callee(book: Book = Depends(AsyncCallee())) -> None: ...  # error
def wrong_method(book: Book = Depends(Methods().method)) -> None: ...  # error
def wrong_partial(book: Book = Depends(partial(numbered, 1))) -> None: ...  # error
def wrong_decorated(book: Book = Depends(decorated)) -> None: ...  # error
def wrong_retried(book: Book = Depends(decorated_coroutine)) -> None: ...  # error
def wrong_factory(book: Book = Depends(factory(User))) -> None: ...  # error
def wrong_generic(it: Repository[Book] = Depends(repository(User))) -> None: ...  # error
def wrong_optional(user: User = Depends(optional)) -> None: ...  # error
def wrong_narrower(admin: Admin = Depends(function)) -> None: ...  # error
def wrong_lambda(book: Book = Depends(lambda: User())) -> None: ...  # error
def wrong_closable(book: Book = Depends(cursor)) -> None: ...  # error
def wrong_security(book: Book = Security(function, scopes=["a"])) -> None: ...  # error
def wrong_scheme(token: int = Depends(OAuth2PasswordBearer(tokenUrl="t"))) -> None: ...  # error
def wrong_scope(user: User = Depends(function, scope="session")) -> None: ...  # error
def wrong_keyword(user: User = Depends(function, use_cach=False)) -> None: ...  # error
def wrong_called(user: User = Depends(function())) -> None: ...  # error
def wrong_scopes(user: User = Security(function, scopes=3)) -> None: ...  # error


# Right


def right(
    user: User = Depends(function),
    wider: User | None = Depends(generator),
    base: User = Depends(Admin),
    anything: object = Depends(coroutine),
    itself: User = Depends(),
    rows: sqlite3.Cursor = Depends(cursor),
    many: Iterable[User] = Depends(users),
    books: Repository[Book] = Depends(repository(Book)),
    lists: list[str] = Depends(factory(list[str])),
    whatever: Any = Depends(function),
    page: int = Query(1),
    agent: str | None = Header(None),
) -> None: ...


def left_to_the_plugin(
    book: Annotated[Book, Depends(function)],
    user: Annotated[User, Security(scoped, scopes=["a"])],
    page: Annotated[int, Query(ge=1)] = 1,
) -> None: ...


# Decorators leave a function as it was

app = App(dependencies=[Depends(function), Security(generator)])
router = Router(dependencies=[Depends(generator)])


@app.get("/users/{number}")
def read_user(number: int, user: User = Depends(function)) -> Literal["found"]:
    return "found"


@router.post("/users", status_code=201)
async def create_user(number: int) -> int:
    return number


@app.websocket("/talk")
async def talk(room: str) -> None: ...


reveal_type(read_user(1))  # as Literal['found']
read_user("one")  # error
create_user("one")  # error
talk(1)  # error
inject(read_user, respond="no")  # error
inject(read_user)

with app.override(function, lambda: Admin()):
    pass
app.override(function)  # error
app.dependency_overrides[function] = coroutine


# The injector gives what the function returns


def report(year: int, user: User = Depends(function)) -> Book:
    return Book()


async def publish(user: User = Depends(function)) -> Book:
    return Book()


with Injector.sync() as injector, injector.request() as scope:
    reveal_type(scope.call(report, year=2026))  # as Book
    reveal_type(scope.call(publish))  # as Book
    number: int = scope.call(report, year=2026)  # error


async def main() -> None:
    async with Injector() as injector, injector.request() as scope:
        reveal_type(await scope.call(report, year=2026))  # as Book
        reveal_type(await injector.call(publish))  # as Book
        await scope.call(publish, user=1) + 1  # error
