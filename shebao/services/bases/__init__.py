"""缴费基数申报: the yearly declaration of the wages on which contributions rest (domain: contribution year)."""
