"""Photos for social-security cards (制卡照片), judged against the specification in a limited child process.

``inspect.judge`` takes one photo, ``inspect.judge_zip`` an archive of many; ``messages.explain`` says in Chinese what
is wrong and what to do. No picture is decoded outside of the child, and what comes out of it is drawn anew.
"""
