"""What must be made again: fingerprints, the record of each output, the pages of each PDF."""
