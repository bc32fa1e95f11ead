"""To-dos: what a human has to do, with an owner, a deadline and an end; one list for all of it."""
