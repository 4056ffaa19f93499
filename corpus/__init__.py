"""Files -> documents, passages, words: the library. Imports nothing of ours."""
