"""The one error that the lab raises."""


class LabError(Exception):
    """What is wrong, and what to do, in one sentence that a person can act on."""
