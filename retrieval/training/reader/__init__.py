"""How the packaged reader was trained; retrieval/reader/CARD.md has the commands."""
