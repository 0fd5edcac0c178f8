"""The one error a person is meant to read."""


class GongkaiError(Exception):
    """A failure told in one sentence: what it concerns (file, URL or field), why, and what to do.

    The front door prints it without a traceback and exits with 1.
    """
