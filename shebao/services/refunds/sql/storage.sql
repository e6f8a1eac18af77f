-- A line and its items change when they were judged, when they go to the officers, and when those have decided.
alter table refunds_refundline set (fillfactor = 60);
alter table refunds_refunditem set (fillfactor = 60);
