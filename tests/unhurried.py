"""pytest plugin: random examples have no deadline, for how fast a machine is just now says nothing about the code."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
