"""Law and codes as dated YAML, loaded and validated at start. No Django here."""

from shebao.law.book import EMPLOYER, PERSON, Law
from shebao.law.errors import LawError, NoLawError
from shebao.law.loader import law, load
from shebao.law.values import Bounds, Code, CodeTable, Dated, Rate, Series, Source

__all__ = [
    "EMPLOYER",
    "PERSON",
    "Bounds",
    "Code",
    "CodeTable",
    "Dated",
    "Law",
    "LawError",
    "NoLawError",
    "Rate",
    "Series",
    "Source",
    "law",
    "load",
]
