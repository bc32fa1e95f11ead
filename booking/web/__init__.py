"""The web edge: pages, the JSON API and what both share. Only here the service knows Flask."""
