"""How a part of a model is solved: by flow, by integer programme, or by packing."""
