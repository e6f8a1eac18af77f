-- Every line changes twice: when it has been judged, and when it takes effect. Room on its page lets it change in
-- place, without a new entry in any index.
alter table bases_wageline set (fillfactor = 45);
