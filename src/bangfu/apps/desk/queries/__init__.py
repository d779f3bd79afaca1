"""Reading for the desk: what is due and held, the board, the timeline, what is to be done."""
