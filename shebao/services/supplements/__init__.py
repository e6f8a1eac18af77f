"""单位申报个人补缴申请: months of an employment without insurance are made up, assessed, billed, passed on."""
