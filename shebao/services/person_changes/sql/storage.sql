-- Every line changes two or three times: when it is judged, when it is decided on, when it takes effect. Room on its page
-- lets it change in place, without a new entry in any index.
alter table person_changes_changeline set (fillfactor = 45);
