"""单位欠缴社保费处理: an employer chooses months that it owes, sees what they cost, and gets one bill for them."""
