select distinct chosen.from_month from bases_now as chosen order by chosen.from_month
