"""The program around the rooms: its commands and the installation they are about."""
