"""Child processes that handle files nobody trusts, under limits of memory, time and descriptors.

``parent.LimitedProcess`` starts one and reads its messages; ``child.serve`` is the other end. A message is a frame:
four bytes of length (big-endian), then a JSON object.
"""
