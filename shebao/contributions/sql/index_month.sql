select shebao_index_month(%(month)s)
