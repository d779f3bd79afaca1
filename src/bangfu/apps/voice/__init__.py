"""Public requests by code: asked on a phone, handled by the clock, answered in public."""
