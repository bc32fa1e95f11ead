"""/schliessungen: the house, a room, the lift or a piece of equipment cannot be used for a time."""
