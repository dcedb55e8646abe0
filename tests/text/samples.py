"""Hostile texts for the tests of annotator/text and annotator/ingest."""

from hypothesis import strategies as st

# Words, stops and breaks that rules look at, and characters that upset those who count them.
PIECES = (
    *"\"'“”„‟‘’‚‛«»‹›「」『』`.,!?…:;()[]{}—–-/#*1aZ\\ \t\n\r\v\f\x1b\x00",
    *(
        "``",
        "''",
        "\r\n",
        "\n\n",
        "\x85",
        "\u2028",
        "\u2029",
        "\u00a0",
        "\u202f",
        "\u200d",
        "\ufeff",
        "\ud800",
    ),
    *("e\u0301", "🎉", "👩\u200d👧", "👍🏽", "🇩🇪", "❤\ufe0f", "ß", "İ", "本", "ع", "\u0600"),
    *(
        "he said",
        "Ana Ruiz asked.",
        "said Marn.",
        "U.S.",
        "Mr.",
        "J. K. ",
        "No. 5",
        "ended.Then",
        "’s",
        "don’t",
    ),
)
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
