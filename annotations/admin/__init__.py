"""The administrators' site. Importing it registers every page of it with `annotations.admin.site.site`."""

from annotations.admin import events, exports, people, publishers, sources, tokens

__all__ = ["events", "exports", "people", "publishers", "sources", "tokens"]
