"""Files read into blocks, and blocks written into files."""
