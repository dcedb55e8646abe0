"""What no database keeps."""


def unstorable(text: str) -> str | None:
    """Why no database would keep `text`, or None."""
    if "\0" in text:
        return "a NUL character"
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        return "half a surrogate pair"
    return None
