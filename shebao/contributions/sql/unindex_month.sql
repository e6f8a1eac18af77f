select shebao_unindex_month(%(month)s)
