"""Papers: documents to print, as PDF. `drawing.draw` makes one from a Typst template and its facts.

Typst and the font of all usual characters come as packages (typst, noto-cjk-sans-otc, SIL Open Font License); the rare
characters of the extensions B to F come in `fonts/rare-han.zip`, see the README beside it.
"""

from typing import Final

FACTS: Final = "facts.json"
"""The file in the folder of a drawing that holds what the paper says."""
