"""Stories about calendar files and invitations."""
