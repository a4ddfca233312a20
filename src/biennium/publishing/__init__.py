"""What leaves the house: the books in the terms of the international standards, and the checks before they leave."""
