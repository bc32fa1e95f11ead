"""/konto: what everybody who signs in looks after by themselves."""
