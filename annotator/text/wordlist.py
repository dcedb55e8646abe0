"""Word lists as they are best read: many words a line."""


def words(listing: str) -> frozenset[str]:
    """The words of `listing`, white space between them."""
    return frozenset(listing.split())
