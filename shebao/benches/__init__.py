"""Measurements: each builds its own throw-away platform, prints one JSON object and leaves nothing behind."""
