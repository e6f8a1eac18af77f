drop table paid_for_now
