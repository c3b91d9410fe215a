"""The one error of this folder: a reason why the product cannot start or go on, in a sentence for the operator."""


class StartFault(Exception):
    """The text says what is in the way, the value, and what to do; it is printed as it is, without a traceback."""
