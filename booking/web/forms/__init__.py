"""What people type, read and checked; each fault becomes a sentence that says how to repair it."""
