"""How `weights.json` is learnt: `python -m retrieval.training FOLDER`. Not part of the program."""
