"""The bench: one page in which the network, the controls and the live figures stand together."""
