"""单位人员缴费退费申请: what was paid for somebody and should not have been, given back after two officers agreed."""
