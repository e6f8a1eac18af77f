"""The schemes for which bases are declared here; medical and maternity insurance take theirs from their authority."""

from functools import cache

from shebao.law import law


@cache
def here() -> tuple[str, ...]:
    """Codes of the schemes that this platform handles."""
    return tuple(code for code, scheme in law().codes("scheme").items() if scheme.text("side") == "here")
