-- Every line changes twice: when it was checked, and when it took effect. Room on its page lets it change in place.
alter table withdrawal_withdrawalline set (fillfactor = 40);
