"""Data, no code: roles, programmes, standards, areas."""

from pathlib import Path

FOLDER = Path(__file__).parent
