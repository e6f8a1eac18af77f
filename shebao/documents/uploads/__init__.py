"""Attachments: PDF, JPEG and PNG only, inspected in a limited child process before they are kept.

``inspect.inspect_attachment`` is the way in; ``problems`` holds the reasons for a refusal in the user's words.
"""
