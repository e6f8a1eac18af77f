"""单位申报个人补缴申请: months of an employment that nobody was insured for are made up, assessed, billed and passed on."""
