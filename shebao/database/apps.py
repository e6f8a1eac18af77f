from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    name = "shebao.database"
    label = "database"
    verbose_name = "数据库"
