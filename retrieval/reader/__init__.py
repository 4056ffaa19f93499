"""Question and passage read together: how likely each sentence is to be the one that answers."""
