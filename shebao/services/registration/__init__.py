"""社会保险、就业、劳动用工备案统一登记: one way for additions (增员) and endings (减员).

A filing of one line and a workbook that adds and ends pass through the same code (docs/decisions/0003, 0011).
"""
