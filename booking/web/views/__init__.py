"""What pages show, as small frozen values; templates compute nothing."""
