"""Numbers that identify persons and employers: normalised, checked, and read for what they say."""

from shebao.kernel.identifiers.citizen import upgrade
from shebao.kernel.identifiers.documents import TYPE_FORMATS, parse_document
from shebao.kernel.identifiers.employer_code import EmployerCode, parse_employer_code
from shebao.kernel.identifiers.reading import PROBLEMS, Reading
from shebao.kernel.identifiers.social_security import social_security_number

__all__ = [
    "PROBLEMS",
    "TYPE_FORMATS",
    "EmployerCode",
    "Reading",
    "parse_document",
    "parse_employer_code",
    "social_security_number",
    "upgrade",
]
