"""Real servers for the tests: each from the environment, else from the system, else from a wheel."""
