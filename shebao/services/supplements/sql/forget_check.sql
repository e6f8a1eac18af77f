-- The tables would go at the end of the transaction; other steps may follow within it.
drop table supplement_outcome, supplement_candidate, supplement_wanted
