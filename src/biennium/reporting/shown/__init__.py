"""How this room is shown on any face: its codes in words, its tables, the matrix ready for a page."""
