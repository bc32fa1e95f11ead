"""The domain of reserved rooms."""
