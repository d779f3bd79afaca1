"""Papers of an office: a Word template filled with values, read back as what its pages show.

A template is an ordinary Word file with fields in double braces; whoever keeps it needs no program
but Word. Filled, it is the editable paper; read (:mod:`.reading`) it is a :class:`.paper.Paper`,
from which the PDF is set. So both always say the same, whichever template an office uses.
"""
