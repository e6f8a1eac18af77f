"""From a photo that was looked at, and what may be applied for, to what 「登记表办理」 shows."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.documents.photos import messages
from shebao.documents.photos.verdicts import Judged, Verdict
from shebao.employment.models import Contract
from shebao.law import law
from shebao.office.words import code_name
from shebao.services.cards.models import Application, State
from shebao.services.cards.queries import Choice
from shebao.services.cards.rules import KINDS
from shebao.web import formats
from shebao.web.parts import Column, FindingView, Row
