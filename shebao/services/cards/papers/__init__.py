"""「个人信息登记表」: the form that is printed, gets a photo and a seal, and goes to the district agency."""

from shebao.services.cards.papers.people import FormPerson, people
from shebao.services.cards.papers.registration_form import MOST, facts_of, registration_forms

__all__ = ["MOST", "FormPerson", "facts_of", "people", "registration_forms"]
