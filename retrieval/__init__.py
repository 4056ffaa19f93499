"""Question -> cited answer. Imports embeddings and corpus."""
