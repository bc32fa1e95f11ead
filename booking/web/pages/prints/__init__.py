"""What the house prints: door sheets, the day list, the list for the day the internet is down."""
