"""Stories about intervals, wall time, free slots and the house's rules on time."""
