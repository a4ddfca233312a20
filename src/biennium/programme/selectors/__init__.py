"""Reads of this room: the programme as a document, versions, the tree as it is being edited."""
