"""The latent studio: what a network draws from codes, noise or entries of a codebook that somebody chooses."""
