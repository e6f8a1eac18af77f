-- The tables would go at the end of the transaction; other steps may follow within it.
drop table if exists change_now, change_wages
