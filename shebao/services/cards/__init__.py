"""社会保障卡: applications with a photo, by employers, insured persons or at the agency; made, sent, collected."""
