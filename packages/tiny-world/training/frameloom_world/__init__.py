"""Training code of Frameloom's embedded model: a procedural world, its autoencoder, its causal denoiser."""
