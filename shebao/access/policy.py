"""Every view names its policy; a view without one is refused by the door, and a guard test finds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.http.response import HttpResponseBase

from shebao.access.models import PostKind

Who = Literal["public", "signed_in", "clerk", "clerk_any", "officer", "operator", "insured", "counterparty"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])

DOORS: dict[Who, frozenset[str]] = {
    "public": frozenset({"portal", "office", "personal", "gateway"}),
    "signed_in": frozenset({"portal", "office", "personal"}),
    "clerk": frozenset({"portal"}),
    "clerk_any": frozenset({"portal"}),
    "officer": frozenset({"office"}),
    "operator": frozenset({"office"}),
    "insured": frozenset({"personal"}),
    "counterparty": frozenset({"gateway"}),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Who may call a view; with `transaction` False the view opens its own by `transactions.entered`."""

    who: Who
    posts: frozenset[str] = frozenset()
    reason: str = ""
    transaction: bool = True

    @property
    def doors(self) -> frozenset[str]:
        """Doors through which the view may be called."""
        return DOORS[self.who]

    @property
    def needs_login(self) -> bool:
        """Whether a user has to be logged in."""
        return self.who not in ("public", "counterparty")


def clerk(view: View) -> View:
    """Logged-in clerk with a valid mandate for the employer chosen in the session; the view gets `request.employer`."""
    return _declare(view, Policy("clerk"))


def clerk_any(view: View) -> View:
    """Logged-in clerk, whatever the employer: pages that choose one."""
    return _declare(view, Policy("clerk_any"))


def officer(*posts: PostKind) -> Callable[[View], View]:
    """Officer who holds one of `posts` today (none given: any); the view gets `request.posts` and `.districts`."""
    policy = Policy("officer", posts=frozenset(post.value for post in posts))
    return lambda view: _declare(view, policy)


def operator(view: View) -> View:
    """Logged-in operator of the platform, in the office."""
    return _declare(view, Policy("operator"))


def insured(view: View) -> View:
    """Logged-in insured person (参保人) who stands in the register; the view gets `request.person`, herself."""
    return _declare(view, Policy("insured"))


def signed_in(view: View) -> View:
    """Any logged-in user: pages about the account itself."""
    return _declare(view, Policy("signed_in"))


def public(*, reason: str, transaction: bool = True) -> Callable[[View], View]:
    """Everybody; `reason` says why that is right. Without `transaction` the door opens none (health, login)."""
    policy = Policy("public", reason=reason, transaction=transaction)
    return lambda view: _declare(view, policy)


def counterparty(view: View) -> View:
    """A counterparty's call at the gateway. The view itself checks the signature, so CSRF tokens do not apply."""
    view.csrf_exempt = True  # type: ignore[attr-defined]
    return _declare(view, Policy("counterparty"))


def of(view: Callable[..., object]) -> Policy | None:
    """The policy a view declares, or None."""
    found = getattr(view, "policy", None)
    return found if isinstance(found, Policy) else None


def _declare(view: View, policy: Policy) -> View:
    if of(view) is not None:
        raise TypeError(f"{view!r} declares two policies")
    view.policy = policy  # type: ignore[attr-defined]
    return view
