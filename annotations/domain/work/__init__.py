"""Work and what people say about it: when it is due, who is named in a comment, who is told of what, and when
a letter goes out.
"""
