"""参保缴费证明: what an insured person shows others about her coverage and contributions, and how they verify it.

What a certificate says is frozen when it is issued: it verifies as long as it is valid, whatever is corrected later.
"""
