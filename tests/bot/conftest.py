"""The command in a shell, as the acceptance tests have it."""

from tests.acceptance.conftest import pincite, sample_home, with_sample

__all__ = ["pincite", "sample_home", "with_sample"]
