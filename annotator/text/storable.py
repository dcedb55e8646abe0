"""What no database keeps."""


def unstorable(text: str) -> str | None:
    """Why no database would keep `text`, or None."""
    if "\0" in text:
        return "a NUL character"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "half a surrogate pair"
    return None
