"""The verbs of the `biennium` program, a module for each noun. `add` declares them, the rest carries them out."""
