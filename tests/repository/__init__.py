"""The repository itself: portable, measured, documented, licensed and pinned."""
