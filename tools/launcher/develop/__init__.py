"""Commands for working on a clone; each module's first docstring line describes it to the user."""
