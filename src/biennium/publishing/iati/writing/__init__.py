"""Writing IATI 2.03 files: one small function an element, streamed, in pieces of a set size."""
