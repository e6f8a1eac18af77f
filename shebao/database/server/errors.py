"""What can go wrong with the server, in words for the person who started it."""


class ServerError(Exception):
    """The database server could not be started, stopped or used; the message says why and what to do."""
