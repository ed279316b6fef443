"""The one error that the lab raises."""


class LabError(Exception):
    """What is wrong and what to do, in one sentence for a person."""
