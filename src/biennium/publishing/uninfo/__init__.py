"""UN INFO: the work in a country as outcome → output → sub-output, with what it needs, has and spent each year."""
