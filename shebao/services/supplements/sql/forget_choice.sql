-- The tables would go at the end of the transaction; other steps may follow within it.
drop table if exists supplement_now, supplement_candidate, supplement_wage
