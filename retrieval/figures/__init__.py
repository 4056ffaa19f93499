"""The versions of a value that sources give differently."""
