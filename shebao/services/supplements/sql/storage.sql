-- Every row changes two or three times: when its money is known, when it is judged, when it takes effect. Room on its
-- page lets it change in place, without a new entry in any index.
alter table supplements_supplementline set (fillfactor = 40);
alter table supplements_supplementitem set (fillfactor = 40);
