"""What goes over the wire: one module a noun, with what is given out (`…Shape`) and what is taken in
(`…Input`).
"""
