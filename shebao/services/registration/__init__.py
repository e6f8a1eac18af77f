"""社会保险、就业、劳动用工备案统一登记: the one way that additions (增员) and endings (减员) are filed, checked and done.

A filing of one line and a workbook that adds and ends pass through the same code (docs/decisions/0003, 0011).
"""
