"""Assemble Keras models, train them, and watch them learn.

Nothing here imports streamlit outside :mod:`playground.ui`, and nothing that a page imports may
import tensorflow or keras (``docs/architecture.md`` says why).
"""

__version__ = "0.1.0"
