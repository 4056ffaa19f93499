"""Pincite in Telegram: `calls.py` is the contract between what is said and how it is carried."""
