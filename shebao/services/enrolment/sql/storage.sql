-- Every line changes once: from good to effective. Room on its page lets it change in place, without a new entry in
-- any index (measured for 100,000 lines: 0.3 s instead of 2.0 s).
alter table enrolment_enrolmentline set (fillfactor = 45);
