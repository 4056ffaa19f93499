"""The command line: `pincite`. The only place that knows click."""
