"""One WebSocket endpoint at work: resolve, call, clean up.

Both lifetimes end when the endpoint returns.
"""

from starlette.websockets import WebSocket

from typed_depends.exceptions import WebSocketRequestValidationError
from typed_depends.plan.plans import Plans
from typed_depends.reading.dependant import Dependant
from typed_depends.reading.field import ErrorDetail
from typed_depends.resolve.frame import Frame
from typed_depends.resolve.interpreter import resolve
from typed_depends.resolve.leaving import leave
from typed_depends.resolve.lifetimes import Lifetimes
from typed_depends.resolve.run import Run
from typed_depends.resolve.wiring import Wiring
from typed_depends.web.bindings import open_bindings
from typed_depends.web.endpoint import call_endpoint, place
from typed_depends.web.open_run import OpenRun


class WebSocketEndpoint:
    """Serves one WebSocket endpoint. Called by Starlette, inside its exception handling."""

    def __init__(self, dependant: Dependant, path: str, plans: Plans, wiring: Wiring) -> None:
        self._dependant = dependant
        self._path = path
        self._plans = plans
        self._wiring = wiring
        self._place = place(dependant.call)
        self._bindings = open_bindings(plans, wiring)

    async def __call__(self, websocket: WebSocket) -> None:
        """Resolve and run the endpoint; both lifetimes end with it."""
        if self._bindings is None:
            await self._interpreted(websocket)
            return
        bound = self._bindings.now()
        run = OpenRun(websocket, self._invalid)
        run.program = bound.program
        try:
            try:
                if bound.program.held:
                    run.held = await self._wiring.held_for(bound.program)
                await bound.run(run)
            except BaseException as error:
                if not await leave(run.function, run, error):
                    raise
            else:
                await leave(run.function, run, None)
        except BaseException as error:
            if not await leave(run.request, run, error):
                raise
        else:
            await leave(run.request, run, None)

    async def _interpreted(self, websocket: WebSocket) -> None:
        lifetimes = Lifetimes()
        async with lifetimes.request, lifetimes.function:
            program = self._wiring.program(self._plans)
            frame = Frame(lifetimes, websocket, held=await self._wiring.held_for(program))
            arguments = await resolve(program, frame)
            if frame.errors:
                raise self._invalid(frame, frame.errors)
            await call_endpoint(self._dependant, arguments)

    def _invalid(self, run: Frame | Run, errors: list[ErrorDetail]) -> Exception:
        assert run.connection is not None
        mounted_at = run.connection.scope.get("root_path", "").rstrip("/")
        return WebSocketRequestValidationError(
            errors, endpoint_ctx={**self._place, "path": f"WS {mounted_at}{self._path}"}
        )
