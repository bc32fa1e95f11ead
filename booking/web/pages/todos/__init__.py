"""/aufgaben: what a human has to do, for who works here."""
