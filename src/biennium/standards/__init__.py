"""Facts as data: places, regions, the SDG framework, instruments. Sources and refreshing: `data/README.md`."""
