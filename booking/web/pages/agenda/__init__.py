"""/ich: an adviser's week, what became of each appointment, and handing one over."""
