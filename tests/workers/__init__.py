"""The edge in the background: channel, doorbell, standby, and the servers as processes."""
