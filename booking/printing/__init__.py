"""What is printed: slips for residents, as words for a page and as PDF."""
