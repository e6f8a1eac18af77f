"""The insured person's door (参保人): her own data, coverage, contributions, certificates, and who looked at them."""
