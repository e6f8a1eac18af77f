"""Cards of the demonstration in every state: photos of many in one archive, one photo not confirmed yet, one returned.

Told again, what is done stays as it is.
"""

import io
import zipfile
from dataclasses import replace
from typing import Final

from city import cast, portraits
from shebao.declarations.models import Declaration
from shebao.generation.desk import Clerk
from shebao.kernel import clock
from shebao.persons.models import Person
from shebao.services.cards import queries

SIZE: Final = (716, 882)
BLUE: Final = (96, 140, 210)
OFF_CENTRE: Final = 0.62
MANY: Final = 6
FIRST: Final = "first"


def handed_in() -> Declaration:
    """An archive of photos, confirmed: most are being made, one waits for an officer, one was no good."""
    clerk = _clerk()
    photos = {f"{person.document_number}.jpg": _photo(place) for place, person in enumerate(_newly_insured()[:MANY])}
    return clerk.confirm(clerk.hand_in_photos("demo-cards", _archive(photos)))


def previewed() -> Declaration:
    """One photo whose preview its clerk has not confirmed yet."""
    return _clerk().hand_in_photo("demo-card-preview", _newly_insured()[MANY], _photo(MANY))


def _clerk() -> Clerk:
    return Clerk(cast.CAREFUL_CLERK, cast.CAREFUL.credit_code)


def _newly_insured() -> list[Person]:
    """Employees who may apply for a first card or did so in these stories, in a fixed order."""
    people = [one.person_id for one in queries.people(_clerk().employer_id, "", size=100)]
    since = queries.newly_insured_since(clock.today())
    found = Person.objects.filter(pk__in=people, first_insured_month__gte=int(since))
    return list(found.exclude(document_number__in=cast.PERSONS).order_by("pk"))


def _photo(place: int) -> bytes:
    """A portrait; the second is one that the check is unsure of, the third has the wrong background."""
    portrait = portraits.of_seed(place, *SIZE)
    if place == 1:
        portrait = replace(portrait, across=OFF_CENTRE)
    elif place == 2:  # noqa: PLR2004 the third
        portrait = replace(portrait, background=BLUE)
    return portraits.jpeg(portrait)


def _archive(photos: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in photos.items():
            archive.writestr(name, content)
    return target.getvalue()


STORIES: Final = (handed_in, previewed)
