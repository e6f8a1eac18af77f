"""Law and codes as dated YAML, loaded and validated at start. No Django here."""
