"""The pure arithmetic of time below every slice: intervals, wall time, free slots, policy."""
