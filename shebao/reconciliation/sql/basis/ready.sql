analyze reconcile_difference;
analyze reconcile_sum;
analyze reconcile_late
