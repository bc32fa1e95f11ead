"""Calendar entries as RFC 5545 bytes and iTIP messages (RFC 5546), pure and below every slice."""
