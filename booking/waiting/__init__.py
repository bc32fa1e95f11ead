"""The waiting list: wishes of residents for whom nothing was free, and one held offer at a time for each."""
