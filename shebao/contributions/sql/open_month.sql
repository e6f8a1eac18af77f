select shebao_open_month(%(month)s)
