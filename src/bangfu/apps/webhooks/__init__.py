"""Programs elsewhere are told of what happens here: in order, signed, until they heard it."""
