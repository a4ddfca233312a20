"""IATI 2.03 as data: code lists, the official validator's rules, the element table. Sources: `data/README.md`."""
