"""A dashboard behind one door: the router asks for the admin, and no endpoint has to.

What the widgets show is one report. However many of them are on a page, a request reads the
report once.

    uvicorn examples.admin_dashboard:app
"""

import hmac
import os
from dataclasses import dataclass, field
from typing import Annotated

from typed_depends import App, Depends, HTTPException, Router, status
from typed_depends.security import HTTPBasic, HTTPBasicCredentials

door = HTTPBasic(realm="dashboard")


def require_admin(given: Annotated[HTTPBasicCredentials, Depends(door)]) -> str:
    """Let the admin pass, whose password is in `DASHBOARD_PASSWORD`. Without one, nobody."""
    password = os.environ.get("DASHBOARD_PASSWORD", "")
    # Both are compared in any case, and each in constant time: time tells nothing.
    right_name = hmac.compare_digest(given.username.encode(), b"admin")
    right_password = hmac.compare_digest(given.password.encode(), password.encode())
    if not (right_name and right_password and password):
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED,
            "Wrong name or password",
            headers=door.make_authenticate_headers(),
        )
    return given.username


@dataclass
class Sales:
    """What was sold, in cents, and how often somebody read it."""

    by_item: dict[str, list[int]] = field(default_factory=dict)
    reports: int = 0

    def report(self) -> dict[str, list[int]]:
        """Return everything. In earnest this is expensive, and nobody should do it twice."""
        self.reports += 1
        return {item: list(cents) for item, cents in self.by_item.items()}


sales = Sales({"lamp": [4900, 4900], "chair": [12000], "shelf": []})

Report = Annotated[dict[str, list[int]], Depends(sales.report)]


@dataclass(frozen=True)
class Widget:
    """A title and a number."""

    title: str
    value: int


def turnover(report: Report) -> Widget:
    """Add up all that was sold."""
    return Widget("Turnover in cents", sum(sum(cents) for cents in report.values()))


def best_seller(report: Report) -> Widget:
    """Find what was sold most often."""
    item = max(report, key=lambda name: len(report[name]))
    return Widget(f"Best seller: {item}", len(report[item]))


def unsold(report: Report) -> Widget:
    """Count what nobody bought."""
    return Widget("Unsold items", sum(not cents for cents in report.values()))


dashboard = Router(prefix="/admin", dependencies=[Depends(require_admin)])


@dashboard.get("/")
def show_dashboard(
    first: Annotated[Widget, Depends(turnover)],
    second: Annotated[Widget, Depends(best_seller)],
    third: Annotated[Widget, Depends(unsold)],
) -> list[Widget]:
    """Show three widgets, which share one report."""
    return [first, second, third]


@dashboard.delete("/sales/{item}", status_code=status.HTTP_204_NO_CONTENT)
def forget_item(item: str) -> None:
    """Take an item out of the books."""
    if sales.by_item.pop(item, None) is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f'Nothing is called "{item}"')


app = App(title="Dashboard")
app.include_router(dashboard)


@app.get("/")
def read_opening_hours() -> str:
    """Tell everybody what everybody may know."""
    return "Open from nine to five"
