drop table if exists refund_cut
