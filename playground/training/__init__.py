"""One training: the compiled steps, the loop around them, checkpoints, and what is recorded of a network while it
learns."""
