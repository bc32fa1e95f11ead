"""The waiting list: joining it, one's own entry, the answers, and what providers and the house see of it."""
