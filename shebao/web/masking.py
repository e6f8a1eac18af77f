"""Masks for personal data: enough to recognise one's own, too little to use another's.

Every function takes the full value as text and returns text of which only the named ends are legible. Lengths up to the
legible part never pass unmasked: a short value is covered except for its last character, or wholly.
"""

DOT = "*"
ACCOUNT_MIN = 8  # shorter than this, the last four digits would be half of it
PLACE = 6  # characters of an address that tell no more than city and district
HIDDEN_MIN = 3  # characters that a mask must cover, or it is none
SHORT = 4


def mask_identity(number: str) -> str:
    """An identity number with the first 6 (district) and last 4 characters legible: ``110101********0011``."""
    return _ends(number, 6, 4)


def mask_mobile(number: str) -> str:
    """A mobile number with the first 3 and last 4 digits legible: ``138****5678``; a prefix ``+86`` stays in front."""
    text = number.strip()
    for prefix in ("+86", "0086"):
        if text.startswith(prefix):
            return f"+86 {_ends(text.removeprefix(prefix).strip(' -'), 3, 4)}"
    return _ends(text, 3, 4)


def mask_account(number: str) -> str:
    """A bank account or card with the last 4 digits legible, covered by a fixed width: ``**** **** 4321``."""
    text = "".join(number.split())
    if not text:
        return ""
    return f"**** **** {text[-4:]}" if len(text) >= ACCOUNT_MIN else DOT * len(text)


def mask_passport(number: str) -> str:
    """A passport or travel document with the first character and the last 3 legible: ``E*****678``."""
    return _ends(number, 1, 3)


def mask_name(name: str) -> str:
    """A name with its first character legible; the last one too from three characters on: ``欧*娜``, ``张*``."""
    text = name.strip()
    if len(text) <= 1:
        return DOT * len(text)
    return text[0] + DOT * max(len(text) - 2, 1) + (text[-1] if len(text) >= HIDDEN_MIN else "")


def mask_address(address: str) -> str:
    """An address with its first 6 characters legible (city and district), the rest covered by a fixed width."""
    text = address.strip()
    return text[:PLACE] + DOT * PLACE if len(text) > PLACE else DOT * len(text)


def mask_text(value: str) -> str:
    """Any other personal text: wholly covered, its length hidden."""
    return DOT * PLACE if value.strip() else ""


def _ends(value: str, front: int, back: int) -> str:
    """``value`` with ``front`` and ``back`` characters legible; wholly covered unless at least 3 would be hidden."""
    text = value.strip()
    hidden = len(text) - front - back
    if hidden >= HIDDEN_MIN:
        return text[:front] + DOT * hidden + text[-back:]
    return DOT * max(len(text) - 1, 0) + text[-1:] if len(text) > SHORT else DOT * len(text)


MASKS = {
    "identity": mask_identity,
    "mobile": mask_mobile,
    "account": mask_account,
    "passport": mask_passport,
    "name": mask_name,
    "address": mask_address,
    "text": mask_text,
}


def mask(kind: str, value: str) -> str:
    """``value`` under the mask called ``kind``; an unknown kind covers everything rather than nothing."""
    return MASKS.get(kind, mask_text)(value)
