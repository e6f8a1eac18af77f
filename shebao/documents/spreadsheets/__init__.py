"""Spreadsheets: hostile files read safely and quickly, templates and returned workbooks written.

Where to look:

* ``reading.open_rows``: the way in; reads .xlsx and .csv in a limited child process.
* ``layout``: ``Column`` (what a caller expects), ``Header`` (what was found), ``Row``.
* ``cells``: the few special kinds of cell; every other cell is a plain ``str`` or ``None``.
* ``problems``: why a file was refused, in the words of the person who uploaded it.
* ``template.write_template``: the empty workbook a clerk downloads.
* ``annotate.write_annotated``: the uploaded workbook given back with its errors marked.
"""
