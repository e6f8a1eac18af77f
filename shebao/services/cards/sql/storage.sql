-- Lines change when they were judged and when they are applied for; applications with each step.
alter table cards_cardline set (fillfactor = 60);
alter table cards_application set (fillfactor = 70);
