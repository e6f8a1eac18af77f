-- The outcome stands on the lines.
drop table change_outcome
