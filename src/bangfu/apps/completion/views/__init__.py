"""Views of completion: hand-over, evaluation, the host's quiet voice, closing."""
