"""The context processor of all pages; each door says once what stands around its pages."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shebao.web.parts import Frame

FrameBuilder = Callable[[HttpRequest], Frame]
NO_FRAME = Frame()
_builders: dict[str, FrameBuilder] = {}


def register(door: str, builder: FrameBuilder) -> None:
    """Let ``builder`` make the frame of every page of ``door``; doors call this in ``AppConfig.ready``."""
    _builders[door] = builder


def page(request: HttpRequest) -> dict[str, object]:
    """``frame`` and ``navigation`` of the request's door, made only where a layout draws them, and ``reference``."""
    builder = _builders.get(getattr(request, "door", ""))
    frame = SimpleLazyObject(lambda: builder(request) if builder else NO_FRAME)
    return {
        "frame": frame,
        "navigation": SimpleLazyObject(lambda: frame.navigation),
        "reference": getattr(request, "reference", ""),
    }
