"""What the pages of reporting need beside the selectors: buttons with their verdicts, what waits on the desk."""
