"""个人基本信息变更申请: what is known of a person is changed, proven where need be, kept, told."""
