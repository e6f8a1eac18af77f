import pytest

# Stories say what is expected in chapters and on the stage, not only in the files named test_….
for _name in ("stage", "year_2023", "year_2024"):
    pytest.register_assert_rewrite(f"tests.stories.{_name}")
