"""The public face: what was promised and decided, read from sealed versions only."""
