-- The table would go at the end of the transaction; other steps may follow within it.
drop table bases_undeclared
