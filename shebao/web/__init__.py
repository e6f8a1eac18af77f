"""The page kit: layouts, components, formats, masks and error pages that all doors share."""
