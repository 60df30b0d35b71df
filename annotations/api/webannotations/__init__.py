"""The W3C Web Annotation Protocol at `/annotations/`: one container, its pages, and each annotation."""
