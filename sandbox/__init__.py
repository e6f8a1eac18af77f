"""The authorities that the platform exchanges with, as one separate program: medical, national pension, shared data.

It stands for systems we do not have. It keeps what it acknowledged, answers as they would, and misbehaves on demand.
"""
