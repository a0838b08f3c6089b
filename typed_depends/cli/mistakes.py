"""What a user of the command line got wrong, with a remedy. Ends the program with status 2."""


class UsageError(Exception):
    """A wrong argument, or a surrounding in which a command cannot do its work."""

    def __init__(self, found: str, remedy: str = "") -> None:
        super().__init__(found, remedy)
        self.found = found
        self.remedy = remedy
