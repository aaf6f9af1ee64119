"""The recipe that makes the embedded language model (needs the extra `realpolitik[training]`)."""
