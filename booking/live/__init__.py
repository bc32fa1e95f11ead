"""Live views: open pages hear that something changed, never what; they then read it the normal way."""
