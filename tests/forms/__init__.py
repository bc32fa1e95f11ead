"""Forms: what people type and say, read and checked."""
