"""One entry per change, in its transaction, chained so that none can be altered unseen."""
