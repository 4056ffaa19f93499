"""People: the command line, and whatever else talks. Imports retrieval."""
