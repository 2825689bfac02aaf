"""What decides a rebuild: fingerprints, the record of each output, the pages of each PDF."""
