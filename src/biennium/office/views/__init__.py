"""The views of the office, a module for each thing that is worked on."""
